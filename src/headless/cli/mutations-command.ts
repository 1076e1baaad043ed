import type { Reader } from '../../core/db/open.ts';
import { itemDetail, itemsPage } from '../../core/outbox/item-lists.ts';
import { type OutboxItem, type OutboxState, outboxStates } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import { utcText } from '../../shared/time.ts';
import type { MutationsArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openHistory } from './open-history.ts';
import { type Output, printPages } from './output.ts';

const pageSize = 200;

/** Lists mutations and chunks, latest change first: all, or those in one state. */
export async function runMutations(given: MutationsArguments, output: Output): Promise<ExitCode> {
  const { reader } = await openHistory(given.profile);
  try {
    const states: readonly OutboxState[] = given.state === undefined ? outboxStates : [given.state];
    await printPages(
      output,
      (cursor) => itemsPage(reader, { states, cursor, limit: pageSize }),
      (row) => (given.json ? asJson(reader, row) : asText(row)),
    );
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

function asJson(reader: Reader, item: OutboxItem): string {
  const { startAt, endAt, nextTryAtMs, updatedAt, ...rest } = item;
  // Only failed items have more details.
  const detail = item.code === null ? null : itemDetail(reader, item.kind, item.id);
  return jsonLine('mutations', {
    ...rest,
    startAt: textOrNull(startAt),
    endAt: textOrNull(endAt),
    nextTryAt: textOrNull(nextTryAtMs === null ? null : Math.ceil(nextTryAtMs / 1000)),
    updatedAt: utcText(updatedAt),
    error: detail?.error ?? null,
    requestId: detail?.requestId ?? null,
  });
}

const textOrNull = (at: number | null): string | null => (at === null ? null : utcText(at));

function asText(item: OutboxItem): string {
  const { kind, id, target, state, operation, what, lines, summary, tries, code } = item;
  const carried = lines === null ? (summary ?? '') : `${lines} lines`;
  const parts = [utcText(item.updatedAt), targetName(target), state, `${kind}:${id}`, operation, what];
  if (carried !== '') parts.push(carried);
  if (tries > 0) parts.push(`${tries} ${tries === 1 ? 'attempt' : 'attempts'}`);
  if (code !== null) parts.push(textFor(code, { target: targetName(target) }).title);
  if (item.mayBeRepeated) parts.push('may be stored twice');
  return parts.join('  ');
}
