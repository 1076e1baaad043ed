import type { DataProgram } from '../../data/program.ts';
import { type DestinationCard, type TargetId, updatesReason } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import type { AnswerArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, recoverQueues, requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

const counted = new Intl.NumberFormat();

/** A question that only the user can decide, in the page's words; `--yes` answers it. */
interface Question {
  readonly question: 'transaction' | 'updates' | 'same-dataset';
  readonly card: DestinationCard;
  readonly words: string;
  readonly act: () => unknown;
}

/**
 * Lists the open questions, or answers one with yes. Other commands answer their own: whose file it is (import --same-person),
 * what may be sent (config set T.enabled), what the phone sends (config set phoneUsesTrendy), a repeated send (retry --yes).
 */
export async function runAnswer(given: AnswerArguments, output: Output): Promise<ExitCode> {
  const [named] = given.paths;
  requireHistory(given.profile);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    // The waiting updates are known once the remaining rules are applied.
    program.sync.service.deriveAndSend();
    await program.sync.service.whenDerived();
    const open = questionsOf(program, given.target).filter(
      ({ question, card }) =>
        (named === undefined || named === question) &&
        (given.target === undefined || card.target === given.target),
    );
    // Each answer sets the route that sends from now on: a second yes would undo the first one.
    const isEither = open.filter(({ question }) => question === 'same-dataset').length > 1;
    const isAnswered = named !== undefined && given.yes && !isEither;
    if (isAnswered) await recoverQueues(program);
    for (const one of open) {
      if (isAnswered) await one.act();
      const { question, words, card } = one;
      const line = { question, target: card.target, host: card.host, isAnswered, text: words };
      await output.result(
        given.json ? jsonLine('answer', line) : `${question}, ${targetName(card.target)}: ${words}`,
      );
    }
    if (open.length === 0) output.note('No such question is open.');
    else if (isAnswered) output.note(answeredInWords(open));
    else {
      const which = isEither && named !== undefined ? ' --target T, the route to use from now on' : '';
      output.note(`Nothing was changed. To answer yes: answer ${named ?? 'QUESTION'} --yes${which}`);
    }
    if (isAnswered) await program.sync.service.whenDerived();
    if (named === undefined || (isAnswered && open.length > 0)) return exitCodes.done;
    return exitCodes.refused;
  } finally {
    await program.close();
  }
}

/** A route that is off stays off: the answer is no consent to send. */
function answeredInWords(open: readonly Question[]): string {
  const off = open.find(({ question, card }) => question === 'same-dataset' && !card.isEnabled)?.card;
  return off === undefined
    ? 'Answered; the next sync continues.'
    : `Answered. ${targetName(off.target)} is still turned off. To send: config set ${off.target}.enabled true`;
}

/** `asked`: the target that the user names. Only then is an answered question about a route open again. */
function questionsOf({ sync }: DataProgram, asked: TargetId | undefined): Question[] {
  const { service, calls, targets } = sync;
  const settings = targets.all();
  const { destinations } = service.overview();
  return destinations
    .filter(({ isCurrent }) => isCurrent)
    .flatMap((card): Question[] => {
      const found: Question[] = [];
      const { id: destination, updatesWaiting: updates, updatesBy } = card;
      if (card.question === 'sync.transaction_open')
        found.push({
          question: 'transaction',
          card,
          words: `an empty transaction is open on branch ${card.branch} of ${card.dataset}, most likely ours. Abort it? If another program is about to write into it, that program has to start over; stored data isn’t touched.`,
          act: () => service.abortTransaction({ destination }),
        });
      if (updates > 0)
        found.push({
          question: 'updates',
          card,
          words: `${counted.format(updates)} ${updates === 1 ? 'delivered event changed or is' : 'delivered events changed or are'} gone because ${updatesReason(updatesBy)}. Send the changes? Until then, the figures there stay as they were sent.`,
          act: () => service.releaseUpdates({ destination, updates }),
        });
      const goesBy = settings.find((one) => one.destination === destination)?.goesBy ?? null;
      const other =
        destinations.find(({ id }) => id === goesBy) ??
        destinations.find(
          (one) => one.target !== 'trendy' && one.target !== card.target && one.delivered > 0,
        );
      const isRoute = settings.some((one) => one.destination === other?.id && one.goesBy === destination);
      const isSaid = (goesBy !== null || isRoute) && asked !== card.target;
      if (card.target !== 'trendy' && other !== undefined && !isSaid) {
        const name = targetName(other.target);
        const off = other.isEnabled ? ` ${name} is then turned off.` : '';
        const missing = card.isEnabled
          ? 'only missing records are sent'
          : `only missing records are sent once ${targetName(card.target)} is turned on`;
        found.push({
          question: 'same-dataset',
          card,
          words:
            goesBy === null
              ? `${counted.format(other.delivered)} ${other.delivered === 1 ? 'record was' : 'records were'} already sent through ${name}. Do both routes lead to the same dataset? Then ${other.delivered === 1 ? 'it counts' : 'they count'} as delivered here, and ${missing}.${off}`
              : `${name} is the route to this dataset now, as you said. Use this route again? Then ${missing}.${off}`,
          act: () => calls.carryCursors({ from: other.id, to: destination }),
        });
      }
      return found;
    });
}
