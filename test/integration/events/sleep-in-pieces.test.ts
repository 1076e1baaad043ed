import { afterEach, expect, it } from 'vitest';
import { sleepStages } from '../../../src/core/events/sleep-nights.ts';
import { DerivedFigures } from '../../../src/core/import/writer/derived.ts';
import { randomFor, whole } from '../../generator/random.ts';
import { type EventHistory, openEventHistory, type SampleText, watchDevice } from './event-history.ts';

let open: EventHistory[] = [];
afterEach(() => {
  for (const history of open) history.close();
  open = [];
});

const value = (stage: string): string =>
  `HKCategoryValueSleepAnalysis${{ in_bed: 'InBed', awake: 'Awake', core: 'AsleepCore', deep: 'AsleepDeep', rem: 'AsleepREM' }[stage] ?? 'AsleepUnspecified'}`;

async function historyOf(zone: string): Promise<EventHistory> {
  const history = await openEventHistory(zone);
  open.push(history);
  history.source('Watch', watchDevice);
  history.source('Ring');
  return history;
}

/** Around the day that clocks change, naps and time in bed among the nights, some sleep that goes on and on. */
function someSleep(seed: number): SampleText[] {
  const random = randomFor(9, 'pieces', seed);
  const from = Date.parse('2025-03-27T00:00:00Z');
  return Array.from({ length: whole(random, 10, 30) }, () => {
    const start = from + whole(random, 0, 6 * 96) * 900_000;
    const length = random() < 0.3 ? whole(random, 24, 96) : whole(random, 1, 8);
    const stage = sleepStages[whole(random, 0, sleepStages.length - 1)] ?? 'core';
    return {
      category: 'sleep',
      source: whole(random, 1, 2),
      from: new Date(start).toISOString(),
      to: new Date(start + length * 900_000).toISOString(),
      value: value(stage),
      isByHand: random() < 0.1,
    };
  });
}

const keyOf = ({ source, from, to, value: what }: SampleText): string => `${source} ${from} ${to} ${what}`;

/** As an import takes back what Health no longer has: the row goes, its days are touched. */
function remove(history: EventHistory, { source, from, to = from, value: what }: SampleText): void {
  const [start, duration] = [Date.parse(from) / 1000, (Date.parse(to) - Date.parse(from)) / 1000];
  history.writer
    .prepare<unknown[]>(
      'DELETE FROM record WHERE source = ? AND start = ? AND duration = ? AND value_key = ?',
    )
    .run(source, start, duration, what);
  const figures = new DerivedFigures(history.writer);
  figures.touchDays(start, duration);
  figures.flush(1, 'HKCategoryTypeIdentifierSleepAnalysis');
}

function said(history: EventHistory) {
  const shown = history.writer.prepare<[], number>('SELECT is_shown FROM event ORDER BY category, start');
  return {
    sent: history.events().map(({ id: _, changedAt: __, ...event }) => event),
    shown: shown.pluck().all(),
    own: history.own(),
  };
}

it('sleep that comes and goes in pieces is what it is when it comes at once', async () => {
  for (let seed = 0; seed < 4; seed++) {
    const zone = ['Europe/Berlin', 'America/Santiago', 'UTC', 'Asia/Tokyo'][seed % 4] ?? 'UTC';
    const all = [...new Map(someSleep(seed).map((sample) => [keyOf(sample), sample])).values()];
    const stays = all.filter((_, index) => index % 4 !== 0);
    const atOnce = await historyOf(zone);
    atOnce.add(...stays);
    await atOnce.derive();
    const inPieces = await historyOf(zone);
    for (const sample of all) {
      inPieces.add(sample);
      await inPieces.derive();
    }
    for (const sample of all.filter((_, index) => index % 4 === 0)) {
      remove(inPieces, sample);
      await inPieces.derive();
    }
    expect(said(inPieces), `seed ${seed}`).toEqual(said(atOnce));
  }
});

it('what joins two sleeps to more than a day changes the nights before and after it', async () => {
  const sleep = (from: string, to: string): SampleText => ({
    category: 'sleep',
    source: 1,
    from: `2025-01-${from}:00Z`,
    to: `2025-01-${to}:00Z`,
    value: value('core'),
  });
  const [before, between, after] = [
    sleep('14T06:00', '15T02:00'),
    sleep('15T02:00', '15T05:00'),
    sleep('15T05:00', '16T01:00'),
  ] as const;
  const apart = await historyOf('UTC');
  apart.add(before, after);
  await apart.derive();
  const joined = await historyOf('UTC');
  joined.add(before, between, after);
  await joined.derive();
  const [first, last] = [said(apart), said(joined)];
  apart.add(between);
  await apart.derive();
  expect(said(apart)).toEqual(last);
  remove(apart, between);
  await apart.derive();
  expect(said(apart)).toEqual(first);
});
