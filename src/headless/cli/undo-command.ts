import type { DataProgram } from '../../data/program.ts';
import type { UndoArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

const counted = new Intl.NumberFormat();
const pageSize = 100;

/** A decision that an import made automatically, in the words of its receipt on the page, and how to undo it. */
interface Decision {
  readonly kind: 'removals' | 'alias';
  /** The import run of removals, the source of an alias. */
  readonly id: number;
  readonly words: string;
  readonly act: () => unknown;
}

/** Lists decisions that imports made and nobody undid, or, with a name from the list and `--yes`, undoes one. */
export async function runUndo(given: UndoArguments, output: Output): Promise<ExitCode> {
  const [named] = given.paths;
  requireHistory(given.profile);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    const decisions = (await decisionsOf(program)).filter(
      ({ kind, id }) => named === undefined || (named.kind === kind && named.id === id),
    );
    const isUndone = named !== undefined && given.yes;
    for (const { kind, id, words, act } of decisions) {
      if (isUndone) await act();
      const line = { undo: `${kind}:${id}`, isUndone, text: words };
      await output.result(given.json ? jsonLine('undo', line) : `${line.undo}: ${words}`);
    }
    if (decisions.length === 0) output.note('There is nothing like that to undo.');
    else if (!isUndone) output.note('Nothing was changed. To undo one: undo NAME --yes');
    if (isUndone) await program.sync.service.whenDerived();
    if (named === undefined || (isUndone && decisions.length > 0)) return exitCodes.done;
    return exitCodes.refused;
  } finally {
    await program.close();
  }
}

async function decisionsOf({ handlers }: DataProgram): Promise<Decision[]> {
  const aliases = await handlers['import.aliases']({});
  const found = aliases
    .filter(({ isForbidden }) => !isForbidden)
    .map(
      ({ sourceId, name, originalName, records }): Decision => ({
        kind: 'alias',
        id: sourceId,
        words: `"${name}" is "${originalName}" under another name: ${counted.format(records)} of its records were already here. Once undone, the two are never joined again; import the file again to add those records under that name.`,
        act: () => handlers['import.undoAlias']({ sourceId }),
      }),
    );
  for (let before: number | undefined; ; ) {
    const receipts = await handlers['import.receipts']({ limit: pageSize, ...(before && { before }) });
    for (const { runId, name, removed } of receipts) {
      if (removed.gone + removed.superseded === 0) continue;
      const { total } = await handlers['import.removals']({ runId });
      const count = total.gone + total.superseded;
      if (count === 0) continue;
      found.push({
        kind: 'removals',
        id: runId,
        words: `${counted.format(count)} ${count === 1 ? 'item' : 'items'} that ${name} no longer contains, or contains in a newer version: kept here but left out of every figure. Once undone, all of it counts again, and no later import leaves it out.`,
        act: () => handlers['import.undoRemovals']({ runId }),
      });
    }
    before = receipts.at(-1)?.runId;
    if (receipts.length < pageSize) return found;
  }
}
