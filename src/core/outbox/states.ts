/*
 * The states of chunks and mutations, and the one place that writes them: every change of `state` is made by `prepareChange`
 * from the tables below, and every new row by `prepareNew`. `npm run check` refuses any other statement that writes one
 * (test/checks/state-rules.ts). What a state means, and what ends a row instead, is in outbox/README, States.
 *
 * An arrow at a box means each state in it, but for what stands in parentheses.
 *
 * Chunks
 *                             claim (not failed)
 *      cut    +-----------+ --------------------> +---------+  deliver
 *   --------> | queued    |                       | sending | ---------> delivered
 *             | waiting   | <-------------------- +---------+
 *   tooLarge  | uncertain |   release, recover: queued; wait: waiting;
 *   --------> | failed    |   doubt, lose: uncertain; fail: failed;
 *             +-----------+
 *   discard,    |       ^       within the box:
 *   supersede   |       |       retry: waiting, uncertain, failed -> queued
 *               v       | again withdraw: queued, waiting, uncertain -> uncertain
 *               discarded       lose: queued, waiting, uncertain -> uncertain
 *
 * Mutations
 *                             claim (not failed)
 *      add    +-----------+ --------------------> +---------+  deliver
 *   --------> | queued    |                       | sending | ---------> delivered
 *             | waiting   | <-------------------- +---------+                ^
 *             | failed    |   release, recover: queued; wait: waiting;       |
 *             +-----------+   fail: failed;                                  |
 *               |   |   ^                                                    |
 *               |   +---|--------------------- find -------------------------+
 *               |       |       within the box:
 *               |       |       retry, free: waiting, failed -> queued
 *               |       |       renew: queued, waiting, failed -> queued
 *       discard |       | again block: queued, waiting -> waiting
 *               v       |       giveUp: queued, waiting -> failed
 *               discarded
 */
import type { OutboxState } from '../../shared/domain/sync.ts';
import type { Writer, WriteStatement } from '../db/open.ts';

interface Change {
  readonly from: readonly OutboxState[];
  readonly to: OutboxState;
}

const chunks = {
  /** About to be sent. */
  claim: { from: ['queued', 'waiting', 'uncertain'], to: 'sending' },
  deliver: { from: ['sending'], to: 'delivered' },
  /** Not stored for certain, or a repeat is free. */
  wait: { from: ['sending'], to: 'waiting' },
  /** The outcome is unknown, and the server cannot tell a repeat; also when the program died meanwhile. */
  doubt: { from: ['sending'], to: 'uncertain' },
  fail: { from: ['sending'], to: 'failed' },
  /** The request was never made, or did not arrive. */
  release: { from: ['sending'], to: 'queued' },
  /** The program, or the step, died while sending; the server can tell a repeat. */
  recover: { from: ['sending'], to: 'queued' },
  /** Its bytes are gone, and it was sent before. One that failed was not stored: it keeps its state without them. */
  lose: { from: ['queued', 'sending', 'waiting', 'uncertain'], to: 'uncertain' },
  /** No longer agreed to, and the server may have it. */
  withdraw: { from: ['queued', 'waiting', 'uncertain'], to: 'uncertain' },
  /** The user. `again` takes a discard back. */
  retry: { from: ['waiting', 'uncertain', 'failed'], to: 'queued' },
  discard: { from: ['queued', 'waiting', 'uncertain', 'failed'], to: 'discarded' },
  again: { from: ['discarded'], to: 'queued' },
  /** Another route carries its members (carry-cursors.ts). */
  supersede: { from: ['queued', 'waiting', 'uncertain', 'failed'], to: 'discarded' },
} as const satisfies Readonly<Record<string, Change>>;

/** No mutation becomes uncertain. Should a profile hold one, it is left as one that failed is: no other way leads out. */
const mutations = {
  /** About to be sent. */
  claim: { from: ['queued', 'waiting'], to: 'sending' },
  deliver: { from: ['sending'], to: 'delivered' },
  /** The server has it already, or the deletion was made there: nothing is sent. */
  find: { from: ['queued', 'waiting', 'uncertain', 'failed'], to: 'delivered' },
  /** Not stored, or the same request follows. */
  wait: { from: ['sending'], to: 'waiting' },
  fail: { from: ['sending'], to: 'failed' },
  /** The request was never made, or did not arrive. */
  release: { from: ['sending'], to: 'queued' },
  /** The program, or the step, died while sending. */
  recover: { from: ['sending'], to: 'queued' },
  /** Another event has its place there: it is looked at again later, and given up in the end, or free once that is gone. */
  block: { from: ['queued', 'waiting'], to: 'waiting' },
  giveUp: { from: ['queued', 'waiting'], to: 'failed' },
  free: { from: ['waiting', 'failed'], to: 'queued' },
  /** A newer change of its event takes its place. */
  renew: { from: ['queued', 'waiting', 'uncertain', 'failed'], to: 'queued' },
  /** The user. `again` takes a discard back. */
  retry: { from: ['waiting', 'uncertain', 'failed'], to: 'queued' },
  discard: { from: ['queued', 'waiting', 'uncertain', 'failed'], to: 'discarded' },
  again: { from: ['discarded'], to: 'queued' },
} as const satisfies Readonly<Record<string, Change>>;

/** By table of the database. */
export const changes = { chunk: chunks, mutation: mutations } as const;
export const firstStates = {
  chunk: { cut: 'queued', tooLarge: 'failed' },
  mutation: { add: 'queued' },
} as const satisfies Readonly<Record<keyof typeof changes, Readonly<Record<string, OutboxState>>>>;

export type OutboxTable = keyof typeof changes;
export type EventOf<T extends OutboxTable> = keyof (typeof changes)[T] & string;
/** What makes a row, and so the state that it begins in. */
export type BirthOf<T extends OutboxTable> = keyof (typeof firstStates)[T] & string;

function changeOf<T extends OutboxTable>(table: T, event: EventOf<T>): Change {
  return (changes[table] as Readonly<Record<string, Change>>)[event] as Change;
}

/** The states in which `event` may happen. */
export function statesBefore<T extends OutboxTable>(table: T, event: EventOf<T>): readonly OutboxState[] {
  return changeOf(table, event).from;
}

/** The state after `event`, null where it cannot happen. */
export function nextState<T extends OutboxTable>(
  table: T,
  state: OutboxState,
  event: EventOf<T>,
): OutboxState | null {
  const { from, to } = changeOf(table, event);
  return from.includes(state) ? to : null;
}

/** As SQL: the row is in a state in which `event` may happen. */
export function mayHappen<T extends OutboxTable>(table: T, event: EventOf<T>): string {
  return `state IN (${statesBefore(table, event)
    .map((state) => `'${state}'`)
    .join(', ')})`;
}

/** Columns, and what SQL puts there. The state is nobody's to name. */
type Columns = Readonly<Record<string, string>> & { readonly state?: never };

/**
 * Lets `event` happen to the rows that satisfy `where`, to one or to many. A row to which it cannot happen stays as it is, and is not
 * among `changes`. Parameters: those of `set` in its order, then those of `where`.
 */
export function prepareChange<T extends OutboxTable>(
  writer: Writer,
  table: T,
  event: EventOf<T>,
  { set, where }: { readonly set: Columns; readonly where: string },
): WriteStatement<unknown[], unknown> {
  const columns = Object.entries({ ...set, state: `'${changeOf(table, event).to}'` });
  return writer.prepare<unknown[]>(
    `UPDATE ${table} SET ${columns.map(([name, value]) => `${name} = ${value}`).join(', ')}
     WHERE (${where}) AND ${mayHappen(table, event)}`,
  );
}

/** New rows: one, or with `from` (FROM … WHERE … ORDER BY …) one for each of its rows. Parameters: in the order of `columns`, then of `from`. */
export function prepareNew<T extends OutboxTable>(
  writer: Writer,
  table: T,
  birth: BirthOf<T>,
  columns: Columns,
  from = '',
): WriteStatement<unknown[], unknown> {
  const first = (firstStates[table] as Readonly<Record<string, OutboxState>>)[birth] as OutboxState;
  return writer.prepare<unknown[]>(
    `INSERT INTO ${table} (state, ${Object.keys(columns).join(', ')})
     SELECT '${first}', ${Object.values(columns).join(', ')} ${from}`,
  );
}
