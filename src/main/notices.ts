import type { Receipt } from '../shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../shared/domain/sync.ts';
import { targetName } from '../shared/domain/target-name.ts';
import { textFor } from '../shared/error-texts.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { PageName } from '../shared/page/page-names.ts';

/** One notification. It shows on a locked screen, so it holds counts and no name of a file, a type, a person or a value. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Where a press leads. */
  readonly page: PageName;
}

const counted = new Intl.NumberFormat();
const items = (count: number) => `${counted.format(count)} ${count === 1 ? 'item' : 'items'}`;

/** How an import ended; null for one that the person cancelled, who knows. */
export function noticeOfImport(receipt: Pick<Receipt, 'state' | 'code' | 'records'>): Notice | null {
  const { added } = receipt.records;
  const news = `${counted.format(added)} new ${added === 1 ? 'record' : 'records'}.`;
  const notice = (title: string, body: string): Notice => ({ title, body, page: 'import' });
  switch (receipt.state) {
    case 'completed':
      return notice('Import finished', news);
    case 'already_imported':
      return notice('Already imported', 'This export is already in your history. Nothing was changed.');
    case 'partial':
    case 'refused':
    case 'interrupted':
      return notice(
        receipt.state === 'refused' ? 'The import was refused' : 'Import incomplete',
        `${receipt.code === null ? '' : `${textFor(receipt.code).title}. `}${news}`,
      );
    default:
      return null;
  }
}

/** Pauses that end only when the person does something. */
const needsPerson: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['sync.signed_out', 'sync.wrong_account']);

/**
 * What became worse from one overview to the next: more failed items at a target, or a target that waits for the person from now on.
 * What was so before the first overview is no news.
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
    notices.push({ title: `${name}: not delivered`, body: `${items(failed)} failed.`, page: 'sync' });
  if (card.pausedBy !== null && card.pausedBy !== before?.pausedBy && needsPerson.has(card.pausedBy)) {
    const { title } = textFor(card.pausedBy);
    notices.push({
      title: `${name}: ${title}`,
      body: `${items(card.pending)} can’t be sent until you act.`,
      page: 'sync',
    });
  }
  return notices;
}
