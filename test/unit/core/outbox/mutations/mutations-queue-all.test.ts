import { expect, test } from 'vitest';
import { outbox } from '../../../../../src/core/db/migrations/0002-outbox.ts';
import { openWriter } from '../../../../../src/core/db/open.ts';
import { type EventColumns, payloadOf } from '../../../../../src/core/outbox/mutations/event-payload.ts';
import { queueAll } from '../../../../../src/core/outbox/mutations/queue-all.ts';

test('queued in one statement, payloads are what they are one by one; once anything is known it declines', () => {
  const writer = openWriter(':memory:');
  writer.exec(outbox);
  const add = writer.prepare<unknown[]>(
    `INSERT INTO event (category, start, "end", is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, '', 1, 0)`,
  );
  add.run(
    'steps',
    1_736_899_200,
    null,
    1,
    'Auto-logged: 8 steps',
    'steps-2025-01-15',
    '{"Step Count":{"type":"number","value":8.25}}',
  );
  add.run('workout', 1_736_928_000, 1_736_931_600, 0, 'Ünï "code" \n', 'hkx-workout-1', '{}');
  add.run('water', 1_736_928_000, null, 0, 'out of scope', 'hkx-water-1', '{}');
  add.run('steps', -86_400, null, 1, 'long ago', 'steps-1969-12-31', '{}');
  const scope = {
    kinds: new Set(['steps', 'workout']),
    from: Number.MIN_SAFE_INTEGER,
    to: Number.MAX_SAFE_INTEGER,
  };
  expect(queueAll(writer, 1, scope, 5)).toBe(true);
  const events = writer
    .prepare<[], EventColumns>(`SELECT * FROM event WHERE category <> 'water' ORDER BY start, id`)
    .all();
  const payloads = writer.prepare<[], string>('SELECT payload FROM mutation ORDER BY id').pluck().all();
  expect(payloads.map((text) => JSON.parse(text) as unknown)).toEqual(events.map(payloadOf));
  expect(queueAll(writer, 1, scope, 5)).toBe(false);
  expect(payloads).toHaveLength(3);
});
