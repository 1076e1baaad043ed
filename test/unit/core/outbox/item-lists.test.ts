import { expect, test } from 'vitest';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { type ItemQuery, itemDetail, itemsPage } from '../../../../src/core/outbox/item-lists.ts';
import { type OutboxState, outboxStates } from '../../../../src/shared/domain/sync.ts';
import { seededRandom } from '../../../sandbox/http/faults.ts';

interface Stored {
  readonly kind: 'mutation' | 'chunk';
  readonly id: number;
  readonly state: OutboxState;
  readonly destination: number;
  readonly updatedAt: number;
}

/** A queue in which many rows have the same second. */
function filled(random: () => number) {
  const writer = openWriter(':memory:');
  for (const { sql } of migrations) writer.exec(sql);
  writer.exec(`INSERT INTO destination (id, target, base_url, dataset, branch, account, is_current, is_enabled)
    VALUES (1, 'trendy', 'https://a.example', '', '', '', 1, 1), (2, 'atlas', 'https://b.example', '', '', '', 1, 1)`);
  const addMutation = writer.prepare(
    `INSERT INTO mutation (id, destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at)
     VALUES (@id, @destination, @id, 'create', @state, '{}', '', 0, 'steps', 0, @updatedAt)`,
  );
  const addChunk = writer.prepare(
    `INSERT INTO chunk (id, destination, class, state, members, line_count, bytes, sha256, created_at, updated_at)
     VALUES (@id, @destination, 'record', @state, '[]', 1, 1, '', 0, @updatedAt)`,
  );
  const stored = Array.from({ length: 120 }, (_, index): Stored => {
    const kind = random() < 0.5 ? 'mutation' : 'chunk';
    const state = outboxStates[Math.floor(random() * 3)] ?? 'queued';
    const destination = kind === 'mutation' ? 1 : 2;
    return { kind, id: index + 1, state, destination, updatedAt: Math.floor(random() * 12) };
  });
  for (const row of stored) (row.kind === 'mutation' ? addMutation : addChunk).run(row);
  return { writer, stored };
}

test.each([1, 2, 3])(
  'pages make the sorted list, and each is the same when it is read again, seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const { writer, stored } = filled(random);
    const filters: Pick<ItemQuery, 'states' | 'destination'>[] = [
      { states: outboxStates },
      { states: ['queued', 'waiting'] },
      { states: ['queued', 'sending'], destination: 1 },
      { states: ['sending'], destination: 2 },
    ];
    for (const filter of filters) {
      const expected = stored
        .filter(
          ({ state, destination }) =>
            filter.states.includes(state) && destination === (filter.destination ?? destination),
        )
        .sort((a, b) => b.updatedAt - a.updatedAt || b.kind.localeCompare(a.kind) || b.id - a.id);
      const limit = 1 + Math.floor(random() * 20);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = itemsPage(writer, { ...filter, cursor, limit });
        found.push(...page.rows.map(({ kind, id }) => `${kind} ${id}`));
        if (page.next !== null)
          expect(itemsPage(writer, { ...filter, cursor, until: page.next, limit: 2 * limit })).toEqual({
            ...page,
            next: null,
          });
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(expected.map(({ kind, id }) => `${kind} ${id}`));
    }
    expect(() => itemsPage(writer, { states: ['queued'], until: '[1]', limit: 1 })).toThrow(
      expect.objectContaining({ code: 'request.invalid', details: { field: 'until' } }),
    );
  },
);

test('words of the server that an earlier version stored with values of an event are shown without them', () => {
  const { writer, stored } = filled(seededRandom(1));
  const refused = '{"code":"23514","details":"Failing row contains (Auto-logged: 81 kg).","message":"no"}';
  const error = `failed: supabase error: ${refused}`;
  const idOf = (kind: string) => stored.find((row) => row.kind === kind)?.id ?? 0;
  const [mutation, chunk] = [idOf('mutation'), idOf('chunk')];
  for (const [table, id] of [
    ['mutation', mutation],
    ['chunk', chunk],
  ] as const)
    writer
      .prepare<unknown[]>(`UPDATE ${table} SET error = ?, answer = ? WHERE id = ?`)
      .run(error, JSON.stringify({ error, details: '81 kg' }), id);
  const shown = itemDetail(writer, 'mutation', mutation);
  expect(shown).toMatchObject({ error: 'failed: supabase error: {"code":"23514"}' });
  expect(JSON.stringify(shown)).not.toContain('81 kg');
  // Another server's words are its own.
  expect(itemDetail(writer, 'chunk', chunk).error).toBe(error);
});
