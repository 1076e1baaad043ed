import { expect, test } from 'vitest';
import {
  canDiscard,
  canRetry,
  discardText,
  itemFacts,
  itemNotice,
  itemState,
  itemTime,
  itemTitle,
  nextAttempt,
} from '../../../../src/renderer/features/sync/outbox-words.ts';
import { asFiled } from '../../../../src/shared/domain/display-units.ts';
import { type DestinationCard, mayHaveArrived, type OutboxItem } from '../../../../src/shared/domain/sync.ts';
import { itemAt } from '../../../ui/fake-bridge/fake-sync.ts';

const event: OutboxItem = { ...itemAt(0, 'failed'), startAt: 1_768_198_200 };
const chunk: OutboxItem = { ...itemAt(1, 'delivered'), startAt: 1_551_398_400, endAt: 1_768_198_200 };

test('an event is named by its notes, a change and a removal as such', () => {
  expect(itemTitle(event)).toBe('Running');
  expect(itemTitle({ ...event, operation: 'update', summary: 'Auto-logged: 8412 steps' })).toBe(
    'Change of 8,412 steps',
  );
  const drink = { ...event, operation: 'create' as const, summary: 'Auto-logged: 250 ml water' };
  expect(itemTitle(drink, { ...asFiled, volume: 'fl_oz_us' })).toBe('8.45\u00A0fl oz of water');
  expect(itemTitle({ ...event, operation: 'delete', summary: null, what: 'water' })).toBe('Removal of Water');
});

test('a chunk is named by its lines', () => {
  expect(itemTitle({ ...chunk, lines: 4_211, what: 'record' })).toBe(`${(4211).toLocaleString()} records`);
  expect(itemTitle({ ...chunk, lines: 1, what: 'ecg' })).toBe('1 ECG');
});

test('times are in the home zone; events of a day say the day alone', () => {
  expect(itemTime(event, 'Asia/Tokyo')).toMatch(/12.*3:10/);
  expect(itemTime(event, 'America/New_York')).toMatch(/12.*1:10/);
  expect(itemTime({ ...event, what: 'steps' }, 'Asia/Tokyo')).not.toContain(':');
  expect(itemTime(chunk, 'UTC')).toMatch(/2019.*2026$/);
  expect(itemFacts(chunk, 'UTC')).toMatch(/2019.*2026 · .*MB$/);
});

test('the last error is said; a warning and a possible repeat stay on what was delivered', () => {
  expect(itemState(event)).toBe('Trendy doesn’t know this event type');
  expect(itemState({ ...event, state: 'queued', code: null })).toBe('Waiting for its turn');
  expect(itemState({ ...chunk, warning: 'sync.stored_as_json', mayBeRepeated: true })).toBe(
    'Delivered · Stored as JSON, not NDJSON · may be stored twice there',
  );
});

const tried = 'Nothing is lost; Health Relay tries again automatically.';

test('another try is promised of an item that gets one, and of no other', () => {
  const codes = [
    'sync.server_error',
    'sync.timeout',
    'sync.network',
    'sync.cut_short',
    'sync.not_stored',
  ] as const;
  for (const code of codes)
    for (const item of [event, chunk]) {
      expect(itemNotice({ ...item, code, state: 'waiting' })?.text).toBe(tried);
      expect(itemNotice({ ...item, code, state: 'uncertain', nextTryAtMs: 1_800_000_000_000 })?.text).toBe(
        tried,
      );
      expect(itemNotice({ ...item, code, state: 'failed' })?.text).toMatch(
        /^Health Relay doesn’t try it again automatically/,
      );
      expect(itemNotice({ ...item, code, state: 'uncertain', nextTryAtMs: null })?.text).toBe(
        'Health Relay doesn’t send it again automatically, because that may store it twice. Retry or discard it.',
      );
    }
});

test('what isn’t part of what is sent now promises no attempt, and offers none', () => {
  const out = { ...chunk, code: 'sync.out_of_scope', state: 'uncertain', nextTryAtMs: null } as const;
  const { title, text } = itemNotice(out) ?? {};
  expect(title).toBe('Not in the data you chose to send');
  expect(text).toMatch(
    /turned off, or what you agreed to send there doesn’t include this item\..*discard it\.$/,
  );
  expect(text).not.toMatch(/automatically|[Rr]etry/);
  expect(canRetry(out)).toBe(false);
  expect(canDiscard(out)).toBe(true);
  expect(itemNotice({ ...out, state: 'discarded' })?.text).toMatch(/^You discarded it/);
});

test('an attempt is named only as far as nothing pauses the destination', () => {
  const item = { ...chunk, state: 'waiting', nextTryAtMs: 5_000 } as const;
  expect(nextAttempt({ ...item, nextTryAtMs: null }, undefined)).toBeNull();
  expect(nextAttempt(item, { pausedBy: null, nextTryAtMs: 9_000 })).toEqual({ atMs: 5_000, pause: null });
  const paused = (pausedBy: DestinationCard['pausedBy'], nextTryAtMs: number | null = null) =>
    nextAttempt(item, { pausedBy, nextTryAtMs });
  expect(paused('sync.paused_by_you')).toEqual({ atMs: null, pause: 'Paused by you' });
  expect(paused('sync.signed_out')).toEqual({ atMs: null, pause: 'Not signed in' });
  expect(paused('sync.off')).toEqual({ atMs: null, pause: 'Turned off' });
  // One that ends by itself: the item goes when both times have come.
  expect(paused('sync.offline', 9_000)).toEqual({ atMs: 9_000, pause: 'No connection' });
  expect(paused('sync.offline', 1_000)).toEqual({ atMs: 5_000, pause: 'No connection' });
});

test('what was discarded isn’t to be retried or discarded; what another route took over says so', () => {
  for (const code of ['sync.rejected', 'sync.server_error', 'sync.not_found'] as const)
    expect(itemNotice({ ...event, code, state: 'discarded' })?.text).toBe(
      'You discarded it: it isn’t sent, and no later import sends it. “Queue again” undoes that.',
    );
  expect(itemNotice({ ...chunk, code: 'sync.other_route', state: 'discarded' })?.text).toMatch(
    /The other route sends the missing records/,
  );
});

test('a failed item keeps the facts of its code', () => {
  expect(itemNotice({ ...chunk, code: 'sync.spool_lost', state: 'failed' })?.text).toMatch(
    /^It was removed from the history folder\. .*doesn’t try it again automatically\./,
  );
  expect(
    itemNotice({ ...event, code: 'sync.rejected', state: 'failed' })?.text.match(/Fix the cause/g),
  ).toHaveLength(1);
  expect(itemNotice({ ...chunk, code: 'sync.timeout', state: 'delivered' })).toBeNull();
});

test('an event whose place is taken goes once it’s free, and no server said anything of it', () => {
  for (const tries of [0, 1]) {
    const text = itemNotice({ ...event, code: 'sync.id_taken', state: 'failed', tries })?.text;
    expect(text).toMatch(/^It isn’t stored there: Trendy still has another event/);
    expect(text).toMatch(/It’s tried again once the other event is gone\./);
    expect(text).not.toMatch(/Technical details|doesn’t try it again|wasn’t sent/);
  }
});

test('a server’s message is named only where there was a request', () => {
  const tooLarge = { ...chunk, code: 'sync.too_large', state: 'failed' } as const;
  expect(itemNotice({ ...tooLarge, tries: 1 })?.text).toMatch(/See Technical details/);
  expect(itemNotice({ ...tooLarge, tries: 0 })?.text).toMatch(/doesn’t try it again automatically\.$/);
});

test('a repeat is called dangerous only where the server can’t tell it from a second delivery', () => {
  const open = {
    code: 'sync.unknown_outcome',
    state: 'waiting',
    nextTryAtMs: null,
    mayBeRepeated: false,
  } as const;
  for (const item of [event, { ...chunk, target: 'foundry' as const }])
    expect(itemNotice({ ...item, ...open })?.text).toMatch(
      /tries again automatically; that can’t store it twice\.$/,
    );
  for (const item of [
    { ...chunk, ...open, state: 'uncertain' as const, nextTryAtMs: 1_800_000_000_000 },
    { ...chunk, ...open, target: 'foundry' as const, mayBeRepeated: true },
  ])
    expect(itemNotice(item)?.text).toMatch(/Sending it again may store it twice\.$/);
});

test('only what did not arrive can be sent again or given up', () => {
  const states = ['queued', 'sending', 'waiting', 'uncertain', 'failed', 'delivered', 'discarded'] as const;
  expect(states.filter((state) => canRetry({ ...event, state }))).toEqual(['waiting', 'uncertain', 'failed']);
  expect(states.filter((state) => canDiscard({ ...event, state }))).toEqual([
    'queued',
    'waiting',
    'uncertain',
    'failed',
  ]);
});

test('giving up promises nothing of what may be there already', () => {
  const doubts = [{ state: 'uncertain' }, { mayBeRepeated: true }, { mayBeStored: true }] as const;
  for (const doubt of doubts)
    for (const item of [event, chunk]) {
      for (const operation of ['create', 'update', 'delete'] as const) {
        const text = discardText({ ...item, state: 'waiting', operation, ...doubt });
        expect(text).toMatch(/\bmay\b/);
        expect(text).not.toMatch(/won’t reach|^The event stays|Trendy keeps/);
      }
    }
});

test('an event is recognized by its id, a chunk that is cut again is not: that one alone is asked about', () => {
  const discarded = { state: 'discarded', mayBeRepeated: false, mayBeStored: true } as const;
  expect(mayHaveArrived({ ...chunk, ...discarded })).toBe(true);
  expect(mayHaveArrived({ ...event, ...discarded })).toBe(false);
  expect(mayHaveArrived({ ...chunk, ...discarded, mayBeStored: false })).toBe(false);
});

test('one that failed after a request whose outcome is unknown is asked about; one that never was in doubt is not', () => {
  expect(mayHaveArrived({ ...chunk, state: 'failed', mayBeRepeated: true })).toBe(true);
  expect(mayHaveArrived({ ...chunk, state: 'failed', mayBeRepeated: false, mayBeStored: true })).toBe(false);
  // It goes out by itself, asked or not.
  expect(mayHaveArrived({ ...chunk, state: 'waiting', mayBeRepeated: true })).toBe(false);
});

test('giving up says where it will be missing and that it stays here', () => {
  expect(discardText(event)).toMatch(/won’t reach Trendy.*stays in your history/);
  expect(discardText({ ...chunk, mayBeRepeated: false })).toMatch(
    /won’t reach Foundry \(Atlas\).*stay in your history/,
  );
});
