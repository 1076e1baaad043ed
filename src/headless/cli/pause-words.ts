import type { TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { tokenVariables } from './open-program.ts';

const counted = new Intl.NumberFormat();

/** Open questions of a destination, which only the user decides. */
export interface OpenQuestions {
  /** Why sending waits for an answer, such as sync.transaction_open; null if it doesn't. */
  readonly question: ErrorCode | null;
  /** Changes of delivered events that wait until the user has seen how many; null: unknown. */
  readonly updatesWaiting: number | null;
}

/** A line for each open question, with the command that answers it; empty when none is open. */
export function questionsInWords({ question, updatesWaiting }: OpenQuestions): string[] {
  const lines: string[] = [];
  if (question !== null)
    lines.push(
      '  A transaction waits for your decision: "answer transaction" describes it, "answer transaction --yes" aborts it.',
    );
  if (updatesWaiting) {
    const [who, them] = updatesWaiting === 1 ? ['update waits', 'it'] : ['updates wait', 'them'];
    lines.push(
      `  ${counted.format(updatesWaiting)} ${who} for your decision: "answer updates" describes ${them}, "answer updates --yes" sends ${them}.`,
    );
  }
  return lines;
}

/** What to do where the page's words name a page: its commands. */
const ways: Partial<Record<ErrorCode, (target: TargetId) => string>> = {
  'sync.off': (target) => `Nothing is sent there. To turn it on: config set ${target}.enabled true`,
  'sync.needs_address': (target) => {
    const dataset = target === 'foundry' ? ' and foundry.datasetRid' : '';
    return `Nothing can be sent there until you set ${target}.baseUrl${dataset} (config set).`;
  },
  'sync.needs_home_zone': () =>
    'Days begin at midnight there, so no events are created until you set it: config set homeZone Europe/Berlin',
  'sync.paused_by_you': (target) =>
    `Nothing is sent, and pending items stay in order. To resume: config set isPaused false (or ${target}.isPaused, if you paused only this target)`,
  'sync.signed_out': tokenWay,
  'sync.unauthorized': tokenWay,
  'sync.wrong_account': (target) =>
    `These items belong to another account. They’re kept; to send them, set ${tokenVariables[target]} to that account’s token, or sign in with it on the page.`,
  'sync.redirected': (target) => `For your safety, nothing is sent there. Check ${target}.baseUrl.`,
  'sync.cert_host': (target) => `A different server answers there. Check ${target}.baseUrl. ${next}`,
  'sync.not_found': (target) =>
    `The address, dataset, or event doesn’t exist there. Check ${target}.baseUrl${target === 'foundry' ? ' and foundry.datasetRid' : ''}. ${next}`,
  'sync.proxy_auth': () => `Set HTTPS_PROXY to http://name:password@host:port. ${next}`,
  'sync.transaction_open': () => `Foundry allows one at a time. ${next}`,
  'sync.refused': (target) =>
    `The reason isn’t a single item. Check ${target}.baseUrl and the account. ${next}`,
  'disk.full': () => `Free up space. ${next}`,
};

/** This program ends: nothing continues before the next command. */
const next = 'Nothing is lost; the next sync tries again.';

function tokenWay(target: TargetId): string {
  return `Nothing is lost; to send, set ${tokenVariables[target]} to a valid token, or sign in on the page.`;
}

/** Why nothing is sent, and how to fix it on the command line. With an open question, its line says what follows. */
export function pauseInWords(code: ErrorCode, target: TargetId, question: ErrorCode | null = null): string {
  const { title, text } = textFor(code, { target: targetName(target), isFinal: true });
  if (question === code) return `${title}.`;
  const way = ways[code]?.(target);
  if (way !== undefined) return `${title}. ${way}`;
  return [`${title}.`, text, next].filter((part) => part !== '').join(' ');
}
