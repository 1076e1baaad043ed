import { expect, test } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { DestinationStore } from '../../../../src/core/outbox/destination-store.ts';

const place = { baseUrl: 'https://a.example', dataset: '', branch: '' };

async function openStore() {
  const writer = openWriter(':memory:');
  await migrate(writer, '');
  return { writer, store: new DestinationStore(writer) };
}

test.each([
  ['nothing', '', true],
  [
    'a mutation that waits',
    "INSERT INTO mutation (destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at) VALUES (1, 1, 'create', 'queued', '{}', 'e', 0, 'steps', 0, 0)",
    true,
  ],
  [
    'a mutation that was sent',
    "INSERT INTO mutation (destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at, tries) VALUES (1, 1, 'create', 'waiting', '{}', 'e', 0, 'steps', 0, 0, 1)",
    false,
  ],
  [
    'a chunk',
    "INSERT INTO chunk (destination, class, state, members, line_count, bytes, sha256, created_at, updated_at) VALUES (1, 'record', 'queued', '[]', 1, 1, 'a', 0, 0)",
    false,
  ],
  [
    'an event of theirs',
    "INSERT INTO far_event (destination, id, event_type_id, start, is_ours, content) VALUES (1, 'f', 't', 0, 0, '{}')",
    false,
  ],
  [
    'a listing under way',
    "INSERT INTO far_event (destination, id, event_type_id, start, is_ours, content) VALUES (-1, 'f', 't', 0, 0, '{}')",
    false,
  ],
  ['a type of theirs', "INSERT INTO far_type (destination, id, name) VALUES (1, 't', 'Steps')", false],
  ['a cursor in their feed', `UPDATE destination SET state = '{"cursor":0}'`, false],
])('%s there: untouched is %#', async (_, sql, isUntouched) => {
  const { writer, store } = await openStore();
  const { id } = store.makeCurrent('trendy', { ...place, account: '' });
  writer.pragma('foreign_keys = OFF');
  if (sql !== '') writer.exec(sql);
  expect([id, store.isUntouched(id)]).toEqual([1, isUntouched]);
});

test('used once is used for good, also after its state changes', async () => {
  const { store } = await openStore();
  const { id } = store.makeCurrent('trendy', { ...place, account: '' });
  store.markUsed(id);
  store.markUsed(id);
  store.saveState(id, { cursor: null, holds: 'a' });
  expect(JSON.parse(store.row(id)?.state ?? '')).toEqual({ isUsed: true, holds: 'a' });
  expect(store.isUntouched(id)).toBe(false);
});

test('an account is given once, and never over another destination of that account', async () => {
  const { store } = await openStore();
  const { id } = store.makeCurrent('atlas', { ...place, account: '' });
  store.adopt(id, 'ada');
  store.adopt(id, 'ben');
  expect(store.row(id)?.account).toBe('ada');
  store.enable(id, { kinds: [], startDay: null, at: 0 });
  const other = store.makeCurrent('atlas', { ...place, account: '' });
  store.adopt(other.id, 'ada');
  expect(store.row(other.id)?.account).toBe('');
});
