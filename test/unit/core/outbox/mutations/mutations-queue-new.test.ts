import { expect, test } from 'vitest';
import { migrations } from '../../../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../../../src/core/db/open.ts';
import { NewCreates } from '../../../../../src/core/outbox/mutations/enqueue-turns.ts';
import { type EventColumns, payloadOf } from '../../../../../src/core/outbox/mutations/event-payload.ts';

test('queued in one statement, payloads are what they are one by one', () => {
  const writer = openWriter(':memory:');
  writer.exec(migrations.map(({ sql }) => sql).join(';'));
  const add = writer.prepare<unknown[]>(
    `INSERT INTO event (category, start, "end", is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, '', 1, 0)`,
  );
  const figure = '{"Step Count":{"type":"number","value":8.25}}';
  add.run('steps', 1_736_899_200, null, 1, 'Auto-logged: 8 steps', 'steps-2025-01-15', figure);
  add.run('workout', 1_736_928_000, 1_736_931_600, 0, 'Ünï "code" \n', 'hkx-workout-1', '{}');
  add.run('water', 1_736_928_000, null, 0, 'not asked for', 'hkx-water-1', '{}');
  add.run('steps', -86_400, null, 1, 'long ago', 'steps-1969-12-31', '{}');
  new NewCreates(writer).queue(7, [1, 2, 4], 5);
  const queued = writer
    .prepare<[], { event: number; payload: string; destination: number; created_at: number }>(
      'SELECT event, payload, destination, created_at FROM mutation ORDER BY id',
    )
    .all();
  expect(queued.map(({ event }) => event)).toEqual([4, 1, 2]);
  for (const { event, payload, ...others } of queued) {
    expect(others).toEqual({ destination: 7, created_at: 5 });
    const row = writer.prepare<[number], EventColumns>('SELECT * FROM event WHERE id = ?').get(event);
    expect(row && payloadOf(row)).toEqual(JSON.parse(payload));
  }
});
