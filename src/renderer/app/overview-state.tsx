import { MoveRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Receipt } from '../../shared/domain/receipt.ts';
import { t } from '../../shared/language.ts';
import { useCall, useHomeZone } from '../bridge/queries.ts';
import { dayText, exactText } from '../components/formats.ts';
import { When } from '../components/live-time.tsx';
import { StatusDot } from '../components/marks.tsx';
import { useNow } from '../components/page-clock.ts';
import { agoBesideDay, zonedText } from '../components/zone-formats.ts';
import { endText, othersText } from '../features/import/import-words.ts';
import { formatRoute } from '../navigation/routes.ts';
import styles from './overview-state.module.css';
import { syncState } from './sync-state.ts';

/** Runs that read nothing don't count. */
const told: ReadonlySet<Receipt['state']> = new Set(['completed', 'partial', 'cancelled', 'interrupted']);

/** The newest data, the last import, and the sync state, each with a link to its page. */
export function OverviewState() {
  const now = useNow();
  const receipts = useCall('import.receipts', { limit: 20 });
  const sync = useCall('sync.overview', {});
  const cards = useCall('history.cards', {});
  const newest = cards.data?.newestAt ?? null;
  const zone = useHomeZone();
  const last = receipts.data?.find(({ state }) => told.has(state));
  const state = syncState(sync, now);
  return (
    <ul className={styles['state']} aria-label={t('State')}>
      <Tile label={t('Newest record')} link="history" words={t('See history')}>
        {newest === null ? (
          <strong>{unknownText(cards)}</strong>
        ) : (
          <>
            <strong>{zonedText(newest, 'day', zone)}</strong>
            <time dateTime={new Date(newest * 1000).toISOString()} title={exactText(newest)}>
              {agoBesideDay(newest, now, zone)}
            </time>
          </>
        )}
      </Tile>
      <Tile label={t('Last import')} link="import" words={t('See imports')}>
        {last === undefined ? (
          <strong>{unknownText(receipts)}</strong>
        ) : (
          <>
            <strong>
              {t('{count, plural, =0 {No new records} one {# new record} other {# new records}}', {
                count: last.records.added,
              })}
            </strong>
            <span>{alsoText(last)}</span>
            <span>
              {endText(last)} · <When at={last.endedAt ?? last.startedAt} />
              {last.exportAt !== null && ` · ${t('exported {day}', { day: dayText(last.exportAt) })}`}
            </span>
          </>
        )}
      </Tile>
      <Tile label={t('Sync')} link="sync" words={t('See sync')}>
        <strong className={styles['sync']}>
          <StatusDot look={state.look} />
          {state.words}
        </strong>
        <span>{state.hint}</span>
      </Tile>
    </ul>
  );
}

/** The text without data: "not yet known" differs from "none". */
function unknownText({ data, error }: { readonly data: unknown; readonly error: unknown }): string {
  if (data !== undefined) return t('None yet');
  return error === null ? '…' : t('Couldn’t be read');
}

interface TileProps {
  readonly label: string;
  readonly link: 'history' | 'import' | 'sync';
  readonly words: string;
  readonly children: ReactNode;
}

function Tile({ label, link, words, children }: TileProps) {
  return (
    <li className={styles['tile']}>
      <span className={styles['label']}>
        {label}
        <a href={formatRoute(link)}>
          {words} <MoveRight size={13} aria-hidden />
        </a>
      </span>
      {children}
    </li>
  );
}

/** A run's other additions in a sentence; '' if there are none. */
function alsoText({ others }: Receipt): string {
  const text = othersText(others);
  return text === '' ? '' : t('Also new: {list}', { list: text });
}
