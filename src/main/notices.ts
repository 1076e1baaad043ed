import type { Receipt } from '../shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../shared/domain/sync.ts';
import { targetName } from '../shared/domain/target-name.ts';
import { textFor } from '../shared/error-texts.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { t } from '../shared/language.ts';
import type { PageName } from '../shared/page/page-names.ts';

/** One notification. It appears on a locked screen, so it contains counts, but no name of a file, type, or person, and no value. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The page that a click opens. */
  readonly page: PageName;
}

/** How an import ended; null if the user canceled it, because they know. */
export function noticeOfImport(receipt: Pick<Receipt, 'state' | 'code' | 'records'>): Notice | null {
  const news = t('{count, plural, one {# new record.} other {# new records.}}', {
    count: receipt.records.added,
  });
  const notice = (title: string, body: string): Notice => ({ title, body, page: 'import' });
  switch (receipt.state) {
    case 'completed':
      return notice(t('Import finished'), news);
    case 'already_imported':
      return notice(t('Already imported'), t('This export is already in your history. Nothing was changed.'));
    case 'partial':
    case 'refused':
    case 'interrupted':
      return notice(
        receipt.state === 'refused' ? t('The import was refused') : t('Import incomplete'),
        receipt.code === null
          ? news
          : t('{title}. {text}', { title: textFor(receipt.code).title, text: news }),
      );
    default:
      return null;
  }
}

/** Pauses that the user must end; some are also retried, because another person may end them at the server. */
const needsPerson: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sync.signed_out',
  'sync.unauthorized',
  'sync.wrong_account',
  'sync.forbidden',
  'sync.not_found',
  'sync.redirected',
  'sync.refused',
]);

/**
 * What becomes worse from one overview to the next: more failed items at a target, or a target that now waits
 * for the user. The state in the first overview is not news.
 */
export class SyncNews {
  #before: SyncOverview | null = null;
  /** By destination: the last pause that was reported. Each retry ends a pause for the length of a request. */
  readonly #told = new Map<number, string>();

  of(after: SyncOverview): Notice[] {
    const before = this.#before;
    this.#before = after;
    const earlier = new Map(before?.destinations.map((card) => [card.id, card]));
    const notices = after.destinations
      .filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled)
      .flatMap((card) => {
        const was = earlier.get(card.id) ?? null;
        return [
          ...noticesOfFailed(was, card),
          ...this.#noticesOfPause(was, card),
          ...noticesOfQuestion(was, card),
        ];
      });
    return before === null ? [] : notices;
  }

  #noticesOfPause(before: DestinationCard | null, card: DestinationCard): Notice[] {
    const { id, target, pausedBy, pending, nextTryAtMs, lastSuccessAt } = card;
    if (pausedBy === null || pausedBy === before?.pausedBy || !needsPerson.has(pausedBy)) return [];
    const told = `${pausedBy} ${lastSuccessAt}`;
    const isTold = this.#told.get(id) === told;
    this.#told.set(id, told);
    if (isTold && nextTryAtMs !== null) return [];
    return [
      {
        title: t('{target}: {text}', { target: targetName(target), text: textFor(pausedBy).title }),
        body: t(
          '{count, plural, =0 {Nothing can be sent until you act.} one {# item can’t be sent until you act.} other {# items can’t be sent until you act.}}',
          { count: pending },
        ),
        page: 'sync',
      },
    ];
  }
}

function noticesOfFailed(before: DestinationCard | null, card: DestinationCard): Notice[] {
  const failed = card.failed - (before?.failed ?? 0);
  if (failed <= 0) return [];
  return [
    {
      title: t('{target}: not delivered', { target: targetName(card.target) }),
      body: t('{count, plural, one {# item failed.} other {# items failed.}}', { count: failed }),
      page: 'sync',
    },
  ];
}

/** `sync.transaction_open` is the only question. */
function noticesOfQuestion(before: DestinationCard | null, { target, question }: DestinationCard): Notice[] {
  if (question === null || question === before?.question) return [];
  return [
    {
      title: t('{target}: {text}', {
        target: targetName(target),
        text: t('An empty transaction is open on this branch'),
      }),
      body: t('Nothing is sent until it’s closed. Review it on the Sync page.'),
      page: 'sync',
    },
  ];
}
