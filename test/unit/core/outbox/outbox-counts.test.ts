import { expect, test } from 'vitest';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter, type Reader, type Writer } from '../../../../src/core/db/open.ts';
import { DestinationStore } from '../../../../src/core/outbox/destination-store.ts';
import { countRepeatable, itemsPage } from '../../../../src/core/outbox/item-lists.ts';
import { cardOf, pendingOf } from '../../../../src/core/outbox/sync-overview.ts';
import { mayHaveArrived, outboxStates } from '../../../../src/shared/domain/sync.ts';
import { seededRandom } from '../../../sandbox/http/faults.ts';
import { expectCounted } from '../../../support/outbox-recount.ts';

function database(upTo = Number.POSITIVE_INFINITY): Writer {
  const writer = openWriter(':memory:');
  for (const { version, sql } of migrations) if (version <= upTo) writer.exec(sql);
  writer.exec(`INSERT INTO destination (id, target, base_url, dataset, branch, account, is_current, is_enabled)
    VALUES (1, 'trendy', 'https://a.example', '', '', '', 1, 1), (2, 'atlas', 'https://b.example', '', '', '', 1, 1)`);
  return writer;
}

let nextEvent = 1;

/** One statement of any kind that the outbox uses, over a random part of the queues. */
function change(writer: Writer, random: () => number): void {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const state = pick(outboxStates);
  const mark = random() < 0.5 ? 1 : 0;
  const where = `id % ${2 + Math.floor(random() * 5)} = 0`;
  const table = pick(['mutation', 'chunk']);
  const mutation = (or = '') =>
    `INSERT ${or} INTO mutation (id, destination, event, operation, state, payload, entity_id, start, category, may_be_repeated, created_at, updated_at)
     VALUES (${pick(['NULL', '3'])}, ${pick([1, 2])}, ${nextEvent++}, '${pick(['create', 'update', 'delete'])}', '${state}', '{}', '', 0, 'steps', ${mark}, 0, 0)`;
  writer.exec(
    pick([
      () => mutation('OR IGNORE'),
      () => mutation('OR IGNORE'),
      () =>
        `INSERT INTO chunk (destination, class, state, members, line_count, bytes, sha256, may_be_repeated, created_at, updated_at)
         VALUES (${pick([1, 2])}, 'record', '${state}', '[]', ${1 + Math.floor(random() * 5000)}, 1, '', ${mark}, 0, 0)`,
      () => `UPDATE OR IGNORE ${table} SET state = '${state}', may_be_repeated = ${mark} WHERE ${where}`,
      () =>
        `UPDATE OR IGNORE mutation SET operation = '${pick(['create', 'delete'])}', state = '${state}' WHERE ${where}`,
      () => `UPDATE ${table} SET may_be_repeated = max(may_be_repeated, ${mark}) WHERE ${where}`,
      () => `UPDATE ${table} SET destination = 3 - destination, updated_at = 1 WHERE ${where}`,
      () => `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE ${where} LIMIT 2)`,
    ])(),
  );
}

test('whatever is written to the queues, and however, is counted', () => {
  const writer = database();
  const random = seededRandom(11);
  for (let i = 0; i < 1500; i++) {
    if (random() < 0.1) {
      const undone = writer.transaction(() => {
        change(writer, random);
        throw new Error('rolled back');
      });
      expect(undone).toThrow('rolled back');
    } else change(writer, random);
    if (i % 50 === 0) expectCounted(writer);
  }
  expectCounted(writer);
  expect(writer.prepare('SELECT 1 FROM mutation').get()).toBeDefined();
  writer.exec('DELETE FROM mutation; DELETE FROM chunk');
  expectCounted(writer);
});

test('a queue of an earlier version is counted as it is', () => {
  const writer = database(5);
  const random = seededRandom(12);
  for (let i = 0; i < 200; i++) change(writer, random);
  for (const { version, sql } of migrations) if (version > 5) writer.exec(sql);
  expectCounted(writer);
  expect(writer.prepare('SELECT 1 FROM outbox_count').get()).toBeDefined();
  for (let i = 0; i < 100; i++) change(writer, random);
  expectCounted(writer);
});

test('a card, what is pending, and the total of a list read none of the rows that they count', () => {
  const writer = database();
  const random = seededRandom(13);
  for (let i = 0; i < 300; i++) change(writer, random);
  const asked: string[] = [];
  const reader = {
    prepare: (sql: string) => {
      asked.push(sql);
      return writer.prepare(sql);
    },
  } as unknown as Reader;
  const none = () => 0;
  const rows = new DestinationStore(writer).all();
  const facts = {
    reader,
    rows,
    pauseOf: () => null,
    loop: () => null,
    backlog: none,
    heldBack: () => ({ held: 0, incomplete: 0 }),
    updatesWaiting: none,
    isPausedByPerson: false,
    daysToDerive: 0,
    derivationCode: null,
  };
  for (const row of rows) {
    const card = cardOf(row, facts);
    expect(pendingOf(row, facts)).toBe(card.pending);
    for (const state of outboxStates)
      expect(card.rows[state]).toBe(
        itemsPage(writer, { destination: row.id, states: [state], limit: 1 }).total,
      );
    const failed = itemsPage(writer, { destination: row.id, states: ['failed'], limit: 200 }).rows;
    expect(failed.length).toBe(card.rows.failed);
    const kind = row.target === 'trendy' ? 'mutation' : 'chunk';
    expect(card.failedRepeatable).toBe(
      failed.filter((one) => one.kind === kind && mayHaveArrived(one)).length,
    );
    countRepeatable(reader, row.id);
    const counted = writer
      .prepare<[number], number>(
        row.target === 'trendy'
          ? "SELECT count(*) FROM mutation WHERE destination = ? AND state = 'delivered' AND operation <> 'delete'"
          : "SELECT coalesce(sum(line_count), 0) FROM chunk WHERE destination = ? AND state = 'delivered'",
      )
      .pluck()
      .get(row.id);
    expect(card.delivered).toBe(counted);
  }
  const { total } = itemsPage(reader, { states: ['delivered', 'failed'], limit: 1 });
  expect(total).toBe(
    writer
      .prepare(
        "SELECT (SELECT count(*) FROM mutation WHERE state IN ('delivered','failed')) + (SELECT count(*) FROM chunk WHERE state IN ('delivered','failed'))",
      )
      .pluck()
      .get(),
  );
  // What reads the tables themselves counts nothing there.
  expect(asked.filter((sql) => /(count|sum)\(/.test(sql) && !sql.includes('outbox_count'))).toEqual([]);
});
