import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter, type Writer } from '../../../../src/core/db/open.ts';
import {
  changes,
  firstStates,
  mayHappen,
  type OutboxTable,
  prepareChange,
  prepareNew,
  statesBefore,
} from '../../../../src/core/outbox/states.ts';
import { type OutboxState, outboxStates } from '../../../../src/shared/domain/sync.ts';
import { expectCounted } from '../../../support/outbox-recount.ts';

const heldChunk = {
  claim: 'sending',
  lose: 'uncertain',
  withdraw: 'uncertain',
  retry: 'queued',
  discard: 'discarded',
  supersede: 'discarded',
} as const;

/** What may follow what, written out a second time: from each state, the events and where they lead. Nothing else may happen. */
const expected: Readonly<
  Record<OutboxTable, Readonly<Record<OutboxState, Readonly<Record<string, OutboxState>>>>>
> = {
  chunk: {
    queued: {
      claim: 'sending',
      lose: 'uncertain',
      withdraw: 'uncertain',
      discard: 'discarded',
      supersede: 'discarded',
    },
    sending: {
      deliver: 'delivered',
      wait: 'waiting',
      doubt: 'uncertain',
      fail: 'failed',
      release: 'queued',
      recover: 'queued',
      lose: 'uncertain',
    },
    waiting: heldChunk,
    uncertain: heldChunk,
    failed: { retry: 'queued', discard: 'discarded', supersede: 'discarded' },
    delivered: {},
    discarded: { again: 'queued' },
  },
  mutation: {
    queued: {
      claim: 'sending',
      find: 'delivered',
      block: 'waiting',
      giveUp: 'failed',
      renew: 'queued',
      discard: 'discarded',
    },
    sending: {
      deliver: 'delivered',
      wait: 'waiting',
      fail: 'failed',
      release: 'queued',
      recover: 'queued',
    },
    waiting: {
      claim: 'sending',
      find: 'delivered',
      block: 'waiting',
      giveUp: 'failed',
      free: 'queued',
      renew: 'queued',
      retry: 'queued',
      discard: 'discarded',
    },
    uncertain: { find: 'delivered', renew: 'queued', retry: 'queued', discard: 'discarded' },
    failed: {
      find: 'delivered',
      free: 'queued',
      renew: 'queued',
      retry: 'queued',
      discard: 'discarded',
    },
    delivered: {},
    discarded: { again: 'queued' },
  },
};

const tables = ['chunk', 'mutation'] as const;
const eventsOf = (table: OutboxTable) => Object.keys(changes[table]) as never[];
const cases = tables.flatMap((table) =>
  outboxStates.flatMap((state) =>
    eventsOf(table).map((event) => ({
      table,
      state,
      event,
      to: expected[table][state][event as string] ?? 'refused',
    })),
  ),
);

const given = { destination: 1, created_at: 0, updated_at: 0 };
const required: Readonly<Record<OutboxTable, Readonly<Record<string, string | number>>>> = {
  chunk: { ...given, class: 'record', members: '[]', line_count: 3, bytes: 1, sha256: 'x' },
  mutation: { ...given, operation: 'create', payload: '{}', entity_id: '', start: 0, category: 'steps' },
};

let writer: Writer;
let lastEvent = 0;

beforeAll(() => {
  writer = openWriter(':memory:');
  writer.exec(migrations.map(({ sql }) => sql).join(';'));
  return () => writer.close();
});

function addRow(table: OutboxTable, state: OutboxState): number {
  // A mutation is of an event, and an event has one that is open.
  const values = table === 'chunk' ? required.chunk : { ...required.mutation, event: ++lastEvent };
  const columns = Object.fromEntries(Object.keys(values).map((name) => [name, '?']));
  const [birth] = Object.keys(firstStates[table]);
  const id = Number(
    prepareNew(writer, table, birth as never, columns).run(...Object.values(values)).lastInsertRowid,
  );
  writer.prepare<[string, number]>(`UPDATE ${table} SET state = ? WHERE id = ?`).run(state, id);
  return id;
}

const rowOf = (table: OutboxTable, id: number) =>
  writer
    .prepare<[number], { state: string; code: string | null }>(`SELECT * FROM ${table} WHERE id = ?`)
    .get(id);

describe('every state and every event', () => {
  test.each(cases)('$table: $state, $event: $to', ({ table, state, event, to }) => {
    const id = addRow(table, state);
    const before = rowOf(table, id);
    const other = addRow(table, 'delivered');
    const change = prepareChange(writer, table, event, { set: { code: '?' }, where: 'id = ?' });
    if (to === 'refused') {
      expect(change.run('sync.timeout', id).changes).toBe(0);
      expect(rowOf(table, id)).toEqual(before);
    } else {
      expect(change.run('sync.timeout', id).changes).toBe(1);
      expect(rowOf(table, id)).toEqual({ ...before, state: to, code: 'sync.timeout' });
    }
    expect(rowOf(table, other)).toMatchObject({ state: 'delivered', code: null });
    expectCounted(writer);
  });

  test.each(tables.flatMap((table) => eventsOf(table).map((event) => ({ table, event }))))(
    '$table: $event of many rows at once moves those that it can happen to, whatever else is asked of them',
    ({ table, event }) => {
      writer.exec(`DELETE FROM ${table}`);
      const ids = new Map(outboxStates.map((state) => [addRow(table, state), state]));
      const before = statesBefore(table, event);
      const { changes: moved } = prepareChange(writer, table, event, {
        set: {},
        where: '@destination IS NULL OR destination = @destination',
      }).run({ destination: null });
      expect(moved).toBe(before.length);
      for (const [id, state] of ids)
        expect(rowOf(table, id)?.state).toBe(expected[table][state][event as string] ?? state);
      expect(mayHappen(table, event)).toBe(`state IN (${before.map((state) => `'${state}'`).join(', ')})`);
    },
  );
});

test('a new row begins in the state of its kind, one or many', () => {
  writer.exec('DELETE FROM chunk; DELETE FROM mutation');
  const columns = (table: OutboxTable) =>
    Object.fromEntries(Object.entries(required[table]).map(([name, value]) => [name, `'${value}'`]));
  prepareNew(writer, 'chunk', 'cut', columns('chunk')).run();
  prepareNew(writer, 'chunk', 'tooLarge', columns('chunk')).run();
  expect(writer.prepare('SELECT state FROM chunk ORDER BY id').pluck().all()).toEqual(['queued', 'failed']);
  const many = 'FROM json_each(?)';
  prepareNew(writer, 'mutation', 'add', { ...columns('mutation'), event: 'value' }, many).run('[901, 902]');
  expect(writer.prepare('SELECT event, state FROM mutation ORDER BY id').all()).toEqual([
    { event: 901, state: 'queued' },
    { event: 902, state: 'queued' },
  ]);
});

test('nobody names a state beside its event', () => {
  const id = addRow('chunk', 'queued');
  // @ts-expect-error a state is no column to set
  prepareChange(writer, 'chunk', 'claim', { set: { state: "'delivered'" }, where: 'id = ?' }).run(id);
  expect(rowOf('chunk', id)?.state).toBe('sending');
});

describe('the diagram in the head of the file', () => {
  const head = readFileSync(join(import.meta.dirname, '../../../../src/core/outbox/states.ts'), 'utf8');
  const [, ofChunks = '', ofMutations = ''] = head
    .slice(0, head.indexOf('*/'))
    .split(/ \* (?:Chunks|Mutations)\n/);

  test.each([
    ['chunk', ofChunks],
    ['mutation', ofMutations],
  ] as const)(
    '%s: it has every event, first state and end, and says the same as the table',
    (table, text) => {
      const words = new Set(text.match(/\w+/g));
      for (const event of [...eventsOf(table), ...Object.keys(firstStates[table])])
        expect([event, words.has(event)]).toEqual([event, true]);
      const inBox = [...text.matchAll(/((?:\w+, )*\w+): ((?:\w+, )*\w+) -> (\w+)/g)];
      const toBox = [...text.replace(/.* -> .*/g, '').matchAll(/((?:\w+, )*\w+): (\w+);/g)];
      for (const [, events = '', from = '', to = ''] of inBox)
        for (const event of events.split(', '))
          expect([event, changes[table][event as never]]).toEqual([
            event,
            { from: table === 'chunk' ? withSending(event, from) : withUncertain(event, from), to },
          ]);
      for (const [, events = '', to = ''] of toBox)
        for (const event of events.split(', '))
          expect([event, changes[table][event as never]]).toEqual([
            event,
            { from: expect.arrayContaining(['sending']), to },
          ]);
      const leavesSending = Object.entries(expected[table].sending).filter(([, to]) => to !== 'delivered');
      const told = toBox.flatMap(([, events = '']) => events.split(', '));
      expect(told.toSorted()).toEqual(leavesSending.map(([event]) => event).toSorted());
      expect(inBox.length).toBeGreaterThan(2);
    },
  );

  /** An event of the box that may come while it is being sent, too, stands at both. */
  const withSending = (event: string, from: string) =>
    outboxStates.filter(
      (state) => from.split(', ').includes(state) || (event === 'lose' && state === 'sending'),
    );
  /** The diagram of mutations has no uncertain: none becomes so. */
  const withUncertain = (event: string, from: string) =>
    outboxStates.filter(
      (state) =>
        from.split(', ').includes(state) || (state === 'uncertain' && ['retry', 'renew'].includes(event)),
    );
});
