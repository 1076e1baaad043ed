import type { SyncParts } from '../../data/sync-parts.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import { estimateInWords, targetName } from '../../shared/domain/target-name.ts';
import { CodedError } from '../../shared/errors.ts';
import type { SyncArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, requireHistory, tokensIn } from './open-program.ts';
import type { Output } from './output.ts';
import { isDone, isOff, notThere, nowhere, pendingInWords, syncInWords, tellBeside } from './sync-line.ts';
import { derivationRest, followedSync, restInWords, syncUntilResting } from './sync-until-resting.ts';

/**
 * Sends due items to every target that is on, or to one, and prints the state of each. `isBeside`: on stderr, because stdout belongs to
 * imports, and in a folder that may have no history yet. Ctrl-C ends it in order.
 */
export async function runSync(given: SyncArguments, output: Output, isBeside = false): Promise<ExitCode> {
  if (!isBeside) requireHistory(given.profile);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const program = await openProgram(given.profile, {
    tokens: tokensIn(process.env, given.target),
    only: given.target,
    log: (line) => output.failure(line),
    push: (name, payload) => {
      if (name === 'sync.changed' && 'destinations' in payload && !given.json)
        output.progress(pendingInWords(payload.destinations));
    },
  });
  try {
    const { service, destinations } = program.sync;
    const named = given.target === undefined ? undefined : destinations.current(given.target);
    if (named === null) throw new CodedError('sync.needs_address');
    // Items that wait for their time or for a failing server are tried now: the user requested it.
    service.runNow({ destination: named?.id });
    const note = (line: string) => output.note(line);
    for (const line of await estimates(program.sync, given.target)) note(line);
    const followed = { only: given.target, note, signal: stopping.signal };
    const lines = await syncUntilResting(followedSync(program.sync), followed);
    if (isBeside) tellBeside(lines, output);
    else
      for (const line of lines) {
        for (const text of given.json ? [jsonLine('sync', line)] : syncInWords(line))
          await output.result(text);
      }
    if (lines.every(isOff)) output.note(given.target === undefined ? nowhere : notThere(given.target));
    const rest = await derivationRest(program.sync, stopping.signal);
    if (rest !== null) {
      if (given.json) await output.result(jsonLine('sync, when not everything was derived', rest));
      else for (const line of restInWords(rest)) output.failure(line);
    }
    return rest === null && lines.every(isDone) ? exitCodes.done : exitCodes.partial;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await program.close();
  }
}

/** Estimates for each target whose sync takes more than a minute. */
async function estimates(sync: SyncParts, only: TargetId | undefined): Promise<string[]> {
  const { service, targets } = sync;
  const lines: string[] = [];
  for (const { target, isCurrent, isEnabled, pending } of (await service.overviewWithCounts()).destinations) {
    if (!isCurrent || !isEnabled || pending === 0 || (only ?? target) !== target) continue;
    const consent = targets.all().find((one) => one.target === target)?.consent;
    if (!consent) continue;
    await targets.warm({ target, ...consent });
    const estimate = targets.estimatePending(target, pending);
    if (estimate === null || (estimate.seconds ?? 0) < 60) continue;
    lines.push(`${targetName(target)}: ${estimateInWords(target, estimate)}`);
  }
  return lines;
}
