import { asCoded } from '../../core/db/as-coded.ts';
import type { DataProgram } from '../../data/program.ts';
import {
  type DestinationCard,
  mayBeThere,
  mayHaveArrived,
  type OutboxItem,
  type OutboxState,
  type TargetId,
} from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import type { DiscardArguments, QueueAgainArguments, RemoveArguments, RetryArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, recoverQueues, requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

const pageSize = 200;
const counted = new Intl.NumberFormat();
const itemsInWords = (count: number) => `${counted.format(count)} ${count === 1 ? 'item' : 'items'}`;

/** The items to act on; a missing field doesn't narrow the selection. */
interface Which {
  readonly target?: TargetId | undefined;
  readonly id?: { readonly kind: OutboxItem['kind']; readonly id: number } | undefined;
  readonly states: readonly OutboxState[];
}

/** Queues failed, waiting and uncertain items again; the ones that may already have arrived only with `--yes`. The page asks the same. */
export async function runRetry(given: RetryArguments, output: Output): Promise<ExitCode> {
  const states = given.state === undefined ? (['failed', 'waiting', 'uncertain'] as const) : [given.state];
  return withItems(given, states, output, async (program, items) => {
    const acted = await sendAgain(items, given.yes, output, (key) => program.sync.service.retry(key));
    const { done, refused, asked } = acted;
    const follows = done === 0 ? '.' : '; sync sends them.';
    const words = `${itemsInWords(done)} queued again${follows}`;
    await output.result(given.json ? jsonLine('retry', { retried: done, refused, asked }) : words);
    return endOf(acted, asked, output);
  });
}

/** Undoes discards: the items are sent as they are now, as far as the current consent allows. Items that may already have arrived need `--yes`. */
export async function runQueueAgain(given: QueueAgainArguments, output: Output): Promise<ExitCode> {
  return withItems(given, ['discarded'], output, async (program, items) => {
    const acted = await sendAgain(items, given.yes, output, (key) => program.sync.service.queueAgain(key));
    const { done, refused, asked } = acted;
    const words = `${itemsInWords(done)} no longer discarded; sync sends the ones that the target may have.`;
    await output.result(given.json ? jsonLine('queue-again', { queued: done, refused, asked }) : words);
    return endOf(acted, asked, output);
  });
}

/** Leaves items that may already have arrived alone unless the user said yes. */
async function sendAgain(
  items: readonly OutboxItem[],
  isSure: boolean,
  output: Output,
  act: (key: Key) => unknown,
): Promise<Acted & { readonly asked: number }> {
  const isAsked = (item: OutboxItem) => mayHaveArrived(item) && !isSure;
  const asked = items.filter(isAsked).length;
  const acted = await actOn(
    items.filter((item) => !isAsked(item)),
    act,
  );
  if (asked > 0)
    output.note(
      `${itemsInWords(asked)} may already have arrived and would then be stored twice. They weren’t changed; --yes sends them again.`,
    );
  return { ...acted, asked };
}

/** Discards items. Only `queue-again` brings them back, so it needs `--yes`, as the page asks. */
export async function runDiscard(given: DiscardArguments, output: Output): Promise<ExitCode> {
  const states =
    given.state === undefined ? (['queued', 'waiting', 'failed', 'uncertain'] as const) : [given.state];
  return withItems(given, states, output, async (program, items) => {
    if (!given.yes) {
      const perhaps = items.filter(mayBeThere).length;
      const there =
        perhaps === 0
          ? ''
          : ` ${itemsInWords(perhaps)} of them may already have arrived; those that did stay there.`;
      const words = `${itemsInWords(items.length)} would be discarded: they aren’t sent, and no later import queues them. queue-again undoes that.${there} Nothing was changed; --yes discards them.`;
      if (given.json)
        await output.result(jsonLine('discard', { discarded: 0, refused: 0, asked: items.length }));
      output.note(words);
      return items.length === 0 ? exitCodes.done : exitCodes.refused;
    }
    const discarded = await actOn(items, (key) => program.sync.service.discard(key));
    const line = { discarded: discarded.done, refused: discarded.refused, asked: 0 };
    await output.result(
      given.json ? jsonLine('discard', line) : `${itemsInWords(discarded.done)} discarded.`,
    );
    return endOf(discarded, 0, output);
  });
}

/** Drops a target's current destination, or the one named, with its queue and its list of delivered items; needs `--yes`, as the page asks. */
export async function runRemove(given: RemoveArguments, output: Output): Promise<ExitCode> {
  const [target] = given.paths;
  requireHistory(given.profile);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    const { service, calls } = program.sync;
    const ofTarget = service.overview().destinations.filter((one) => one.target === target);
    const isMeant = (one: DestinationCard) =>
      given.destination === undefined ? one.isCurrent : one.id === given.destination;
    const card = ofTarget.find(isMeant);
    for (const { id, host, account, delivered } of ofTarget.filter((one) => !one.isCurrent && one !== card)) {
      const whose = account === '' ? '' : `, account ${account}`;
      output.note(
        `Earlier: ${targetName(target)} at ${host}${whose}, ${itemsInWords(delivered)} delivered: remove ${target} --destination ${id}`,
      );
    }
    if (card === undefined) {
      const which = given.destination === undefined ? '' : ` as destination ${given.destination}`;
      output.note(`${targetName(target)} isn’t set up${which}.`);
      return exitCodes.refused;
    }
    const { id: destination, host, pending, failed, uncertain, delivered } = card;
    if (given.yes) await calls.removeDestination({ destination });
    const twice = target === 'trendy' ? '' : ' and would be stored twice there';
    const words = given.yes
      ? `${targetName(target)} at ${host} was removed.`
      : `${targetName(target)} at ${host} would be removed, with ${itemsInWords(pending)} pending, ${itemsInWords(failed)} failed, ${itemsInWords(uncertain)} uncertain, and the list of ${itemsInWords(delivered)} delivered. If you set it up again, everything counts as not delivered${twice}. The history here and the data stored there stay. Nothing was changed; --yes removes it.`;
    const line = { target, destination, host, isRemoved: given.yes, pending, failed, uncertain, delivered };
    if (given.json) await output.result(jsonLine('remove', line));
    if (!given.yes) output.note(words);
    else if (!given.json) await output.result(words);
    return given.yes ? exitCodes.done : exitCodes.refused;
  } finally {
    await program.close();
  }
}

type Key = Pick<OutboxItem, 'kind' | 'id'>;
const outOfScope = 'sync.out_of_scope';

interface Acted {
  readonly done: number;
  readonly refused: number;
  /** Of `refused`: outside of the consent, or of a target that is off. */
  readonly outside: number;
}

/** Acts on each item separately: an item that changed meanwhile doesn't stop the others. */
async function actOn(items: readonly Key[], act: (key: Key) => unknown): Promise<Acted> {
  let done = 0;
  let outside = 0;
  for (const { kind, id } of items) {
    try {
      await act({ kind, id });
      done += 1;
    } catch (error) {
      const { code } = asCoded(error);
      if (code === outOfScope) outside += 1;
      else if (code !== 'sync.item_changed' && code !== 'sync.unknown_item') throw error;
    }
  }
  return { done, refused: items.length - done, outside };
}

function endOf({ refused, outside }: Acted, asked: number, output: Output): ExitCode {
  const changed = refused - outside;
  if (changed > 0) output.note(`${itemsInWords(changed)} couldn’t be changed: their state has changed.`);
  if (outside > 0)
    output.note(
      `${itemsInWords(outside)} couldn’t be queued: the target is off, or what you agreed to send doesn’t include them. Nothing was changed.`,
    );
  if (asked > 0) return exitCodes.refused;
  return refused > 0 ? exitCodes.partial : exitCodes.done;
}

/** Collects all selected items before the first one is changed. */
async function withItems(
  given: Pick<RetryArguments, 'profile' | 'target' | 'id'>,
  states: readonly OutboxState[],
  output: Output,
  act: (program: DataProgram, items: OutboxItem[]) => Promise<ExitCode>,
): Promise<ExitCode> {
  requireHistory(given.profile);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    await recoverQueues(program);
    const items = itemsOf(program, { target: given.target, id: given.id, states });
    if (items.length === 0 && given.id !== undefined) {
      output.note(`There is no such item in this state: ${given.id.kind}:${given.id.id}`);
      return exitCodes.refused;
    }
    return await act(program, items);
  } finally {
    await program.close();
  }
}

function itemsOf({ sync }: DataProgram, { target, id, states }: Which): OutboxItem[] {
  const items: OutboxItem[] = [];
  let cursor: string | undefined;
  do {
    const page = sync.service.items({ states, cursor, limit: pageSize });
    items.push(...page.rows);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items.filter(
    (item) =>
      (target === undefined || item.target === target) &&
      (id === undefined || (item.kind === id.kind && item.id === id.id)),
  );
}
