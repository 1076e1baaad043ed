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

/** Pauses that end only when the user acts. */
const needsPerson: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['sync.signed_out', 'sync.wrong_account']);

/**
 * What became worse between two overviews: more failed items at a target, or a target that now waits
 * for the user. The state in the first overview is not news.
 */
export function noticesOfSync(before: SyncOverview | null, after: SyncOverview): Notice[] {
  if (before === null) return [];
  const earlier = new Map(before.destinations.map((card) => [card.id, card]));
  return after.destinations
    .filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled)
    .flatMap((card) => noticesOfCard(earlier.get(card.id) ?? null, card));
}

function noticesOfCard(before: DestinationCard | null, card: DestinationCard): Notice[] {
  const notices: Notice[] = [];
  const name = targetName(card.target);
  const failed = card.failed - (before?.failed ?? 0);
  if (failed > 0)
    notices.push({
      title: t('{target}: not delivered', { target: name }),
      body: t('{count, plural, one {# item failed.} other {# items failed.}}', { count: failed }),
      page: 'sync',
    });
  if (card.pausedBy !== null && card.pausedBy !== before?.pausedBy && needsPerson.has(card.pausedBy)) {
    const { title } = textFor(card.pausedBy);
    notices.push({
      title: t('{target}: {text}', { target: name, text: title }),
      body: t(
        '{count, plural, one {# item can’t be sent until you act.} other {# items can’t be sent until you act.}}',
        { count: card.pending },
      ),
      page: 'sync',
    });
  }
  return notices;
}
