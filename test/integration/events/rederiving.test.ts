import { describe, expect, it } from 'vitest';
import { DerivationStateStore } from '../../../src/core/events/derivation-state.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import {
  type EventHistory,
  eachOverEventHistory,
  openEventHistory,
  phoneDevice,
  watchDevice,
} from './event-history.ts';
import { contentOf, fortnight, steps } from './fortnight.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

const told = () =>
  history.takeChanges().map(({ kind, event, cause }) => [kind, event.category, event.sampleId, cause]);

describe('another home zone', () => {
  it('deletes and creates the days, moves the nights, as the preview said, and ends as if it had been so always', async () => {
    const samples = fortnight(9, history);
    history.add(...samples);
    await history.derive();
    history.takeChanges();
    for (const homeZone of ['Asia/Tokyo', 'America/New_York']) {
      const preview = await history.deriver.preview({ homeZone });
      expect(history.deriver.pendingDays()).toBe(0);
      history.settings.homeZone = homeZone;
      expect(history.deriver.pendingDays()).toBeGreaterThan(0);
      expect(await history.derive()).toEqual(preview);
      const changes = history.takeChanges();
      expect(new Set(changes.map(({ cause }) => cause))).toEqual(new Set(['rules']));
      const daily = changes.filter(({ event }) => event.category === 'steps').map(({ kind }) => kind);
      expect(new Set(daily)).toEqual(new Set(['deleted', 'created']));
      // A new event may need the sample id of one that goes.
      expect(daily.lastIndexOf('deleted')).toBeLessThan(daily.indexOf('created'));
    }
    const other = await openEventHistory('America/New_York');
    other.add(...fortnight(9, other));
    await other.derive();
    expect(history.events().map(contentOf)).toEqual(other.events().map(contentOf));
    other.close();
    expect(await history.deriver.preview({})).toEqual({ created: 0, changed: 0, deleted: 0 });
  });

  it('is finished after a crash in the middle of it', async () => {
    history.add(...fortnight(11, history));
    await history.derive();
    for (const zone of ['Asia/Tokyo', 'Pacific/Apia', 'Europe/Berlin']) {
      history.settings.homeZone = zone;
      let left = 20;
      history.settings.failOn = () => left-- === 0;
      await history.derive().catch(() => undefined);
    }
    history.settings.failOn = null;
    await history.derive();
    const other = await openEventHistory();
    other.add(...fortnight(11, other));
    await other.derive();
    expect(history.events().map(contentOf)).toEqual(other.events().map(contentOf));
    other.close();
  });

  it('marks every day also where any one turn of it is rolled back', async () => {
    history.add(...fortnight(9, history));
    await history.derive();
    const states = new DerivationStateStore(history.writer);
    const marked = history.writer.prepare('SELECT category, day FROM touched_day ORDER BY category, day');
    let left = Number.POSITIVE_INFINITY;
    let stopsOnceMarked = true;
    // Refused where a disk refuses: when all of the turn is done and would be committed.
    const turnOf = (body: (...args: unknown[]) => unknown) =>
      history.writer.transaction((...args: unknown[]) => {
        if (stopsOnceMarked && states.read()?.phase === 'sweep') throw new Error('marked');
        const result = body(...args);
        if (left-- === 0) throw new Error('refused');
        return result;
      });
    const writer = new Proxy(history.writer, {
      get(target, name) {
        if (name === 'transaction') return turnOf;
        const member = Reflect.get(target, name) as unknown;
        return typeof member === 'function' ? (member as (...a: unknown[]) => unknown).bind(target) : member;
      },
    });
    let homeZone = 'Europe/Berlin';
    const deriver = new EventDeriver({
      writer,
      homeZone: () => homeZone,
      sourcePriority: () => [],
      now: () => 1_750_000_000,
      onChange: () => {},
    });
    const { signal } = new AbortController();
    /** What is marked for another zone, its turn number `refused` rolled back once; null when there is no such turn. */
    const markedIn = async (zone: string, refused: number) => {
      homeZone = zone;
      left = refused;
      const first = await deriver
        .run(signal)
        .catch((error: unknown) => (error instanceof Error ? error.message : ''));
      left = Number.POSITIVE_INFINITY;
      if (first === 'refused') await expect(deriver.run(signal)).rejects.toThrow('marked');
      const found = first === 'refused' || refused === left ? marked.all() : null;
      stopsOnceMarked = false;
      await deriver.run(signal);
      stopsOnceMarked = true;
      return found;
    };
    const zones = ['Asia/Tokyo', 'America/Los_Angeles'] as const;
    const wanted = new Map<string, unknown>();
    for (const zone of zones) wanted.set(zone, await markedIn(zone, Number.POSITIVE_INFINITY));
    let turns = 0;
    for (; ; turns++) {
      const zone = zones[turns % 2] ?? zones[0];
      const found = await markedIn(zone, turns);
      if (found === null) break;
      expect([turns, found]).toEqual([turns, wanted.get(zone)]);
    }
    expect(turns).toBeGreaterThan(5);
  });

  it('changes nothing where it is the same clock', async () => {
    history.add(...fortnight(5, history));
    await history.derive();
    history.settings.homeZone = 'Europe/Paris';
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
  });
});

describe('another order of the sources', () => {
  it('changes figures, not events, and is what the preview said', async () => {
    const phone = history.source('Phone', phoneDevice);
    const watch = history.source('Watch', watchDevice);
    history.add(
      steps(phone, '2025-01-15T08:00:00Z', '2025-01-15T09:00:00Z', 100),
      steps(watch, '2025-01-15T08:00:00Z', '2025-01-15T09:00:00Z', 70),
      steps(watch, '2025-01-16T08:00:00Z', '2025-01-16T09:00:00Z', 70),
    );
    await history.derive();
    history.takeChanges();
    const sourcePriority = [phone, watch];
    const expected = { created: 0, changed: 1, deleted: 0 };
    expect(await history.deriver.preview({ sourcePriority })).toEqual(expected);
    history.settings.sourcePriority = sourcePriority;
    expect(await history.derive()).toEqual(expected);
    expect(told()).toEqual([['changed', 'steps', 'steps-2025-01-14', 'rules']]);
    expect(history.events()[0]?.notes).toBe('Auto-logged: 100 steps');
    // What comes later is the records' doing again.
    history.add(steps(watch, '2025-01-16T10:00:00Z', '2025-01-16T10:05:00Z', 5));
    await history.derive();
    expect(told()).toEqual([['changed', 'steps', 'steps-2025-01-15', 'records']]);
  });

  it('is not seen in a source that was added', async () => {
    const phone = history.source('Phone', phoneDevice);
    history.add(steps(phone, '2025-01-15T08:00:00Z', '2025-01-15T09:00:00Z', 100));
    await history.derive();
    const watch = history.source('Watch', watchDevice);
    history.add(steps(watch, '2025-01-16T08:00:00Z', '2025-01-16T09:00:00Z', 70));
    expect(await history.derive()).toEqual({ created: 1, changed: 0, deleted: 0 });
    expect(history.takeChanges().map(({ cause }) => cause)).toEqual(['records', 'records']);
  });
});

describe('deriving everything again', () => {
  it('is started by events of older rules, and tells only what differs', async () => {
    history.add(...fortnight(2, history));
    await history.derive();
    history.takeChanges();
    history.writer.exec(`UPDATE event SET rules_version = 0;
      UPDATE event SET notes = 'of older rules' WHERE id = 1;
      UPDATE setting SET value = json_set(value, '$.rulesVersion', 0) WHERE key = 'events.derived'`);
    expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
    expect(history.events().every(({ rulesVersion }) => rulesVersion > 0)).toBe(true);
    expect(history.takeChanges().map(({ event }) => event.id)).toEqual([1]);
  });

  it('is started by a state of before that does not say which devices there were', async () => {
    history.add(...fortnight(2, history));
    await history.derive();
    history.writer.exec(`UPDATE event SET notes = 'of other devices' WHERE id = 1;
      UPDATE setting SET value = json_remove(value, '$.devices') WHERE key = 'events.derived'`);
    expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
  });

  it('deletes events whose records are gone', async () => {
    history.add(...fortnight(4, history));
    await history.derive();
    const all = history.events().length;
    const water = history.events('water').length;
    history.removeRecords('water');
    history.deriver.rederiveAll();
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: water });
    expect(history.events().length).toBe(all - water);
  });

  it('finds them however far their records lay from the day of the event', async () => {
    const watch = history.source('Watch', watchDevice);
    const value = 'HKCategoryValueSleepAnalysisAsleepCore';
    history.add({
      category: 'sleep',
      source: watch,
      from: '2025-01-14T05:30:00Z',
      to: '2025-01-15T05:00:00Z',
      value,
    });
    await history.derive();
    expect(history.events().map(({ day }) => day)).toEqual(['2025-01-14']);
    history.removeRecords('sleep');
    history.deriver.rederiveAll();
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 1 });
  });
});
