import { ArrowUpDown, MoveRight } from 'lucide-react';
import type { Problem, Receipt } from '../../../shared/domain/receipt.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { useCall, useHomeZone } from '../../bridge/queries.ts';
import card from '../../components/card.module.css';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, dayText } from '../../components/formats.ts';
import { When } from '../../components/live-time.tsx';
import spread from '../../components/spread-line.module.css';
import titleLine from '../../components/title-line.module.css';
import { zonedText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import { AliasList } from './alias-list.tsx';
import styles from './card.module.css';
import { endText, othersText } from './import-words.ts';
import problemListStyles from './problem-list.module.css';
import own from './receipt-card.module.css';
import { ReceiptDetails } from './receipt-details.tsx';
import { ReceiptEnd } from './receipt-end.tsx';
import { ReceiptTypes } from './receipt-types.tsx';
import { RemovalList } from './removal-list.tsx';
import { wayText } from './way-words.ts';

/** Problems whose records were skipped; all others were fixed or kept. */
const skipping = new Set(['record.no_type', 'record.bad_date']);

interface Props {
  readonly receipt: Receipt;
  /** No later import, so the pending items are its own. */
  readonly isLatest?: boolean;
}

/** The result of one import run: figures, then the span, the types, the problems, and the delivery. */
export function ReceiptCard({ receipt, isLatest = false }: Props) {
  const zone = useHomeZone();
  const { records, problems } = receipt;
  const skippedFor = problems.filter(({ code }) => skipping.has(code));
  const otherProblems = problems.filter(({ code }) => !skipping.has(code));
  const others = othersText(receipt.others);
  const hasRead = records.read > 0 || others !== '';
  return (
    <article
      className={`${card['card']} ${styles['card']}`}
      aria-label={t('Receipt of {name}', { name: receipt.name })}
    >
      <header className={spread['line']}>
        <h2 className={titleLine['title']}>
          {receipt.name}
          {receipt.exportAt !== null && (
            <span className={own['exported']}>
              {` · ${exportedText(dayText(receipt.exportAt), receipt.deviceName)}`}
            </span>
          )}
        </h2>
        <p className={own[receipt.state] ?? own['end']}>
          {endText(receipt)} · <When at={receipt.endedAt ?? receipt.startedAt} />
        </p>
      </header>
      <ReceiptEnd receipt={receipt} />
      {hasRead && (
        <>
          <dl className={styles['figures']}>
            <div className={styles['mainFigure']}>
              <dt>{t('new')}</dt>
              <dd>{countText(records.added)}</dd>
            </div>
            <div className={styles['figure']}>
              <dt>{t('already here')}</dt>
              <dd>{countText(records.known)}</dd>
            </div>
            <div className={styles['figure']}>
              <dt>{t('repeated')}</dt>
              <dd>{countText(records.repeated)}</dd>
            </div>
            <div className={styles['figure']}>
              <dt>{t('skipped')}</dt>
              <dd>{countText(records.skipped)}</dd>
            </div>
          </dl>
          {receipt.oldestAt !== null && receipt.newestAt !== null && (
            <p className={own['span']}>
              <span>{zonedText(receipt.oldestAt, 'day', zone)}</span>
              <span className={own['rule']} aria-hidden />
              <span>{zonedText(receipt.newestAt, 'day', zone)}</span>
            </p>
          )}
          {others !== '' && <p>{t('Also new: {others}.', { others })}</p>}
          {receipt.aliases.length > 0 && <AliasList aliases={receipt.aliases} />}
          <RemovalList receipt={receipt} />
          <div>
            <ReceiptTypes types={receipt.types} hasAdded={records.added > 0} />
            {skippedFor.length > 0 && (
              <Disclosure
                title={t(
                  '{skipped, plural, one {Why # record was skipped} other {Why # records were skipped}}',
                  { skipped: records.skipped },
                )}
              >
                <ProblemList problems={skippedFor} />
              </Disclosure>
            )}
            {otherProblems.length > 0 && (
              <Disclosure
                title={t('{count, plural, one {# other remark} other {# other remarks}} about this file', {
                  count: otherProblems.length,
                })}
              >
                <ProblemList problems={otherProblems} />
              </Disclosure>
            )}
            <ReceiptDetails receipt={receipt} />
          </div>
          <footer className={own['foot']}>
            {isLatest ? <OnTheirWay /> : <span />}
            <a href={formatRoute('history')}>
              {t('See history')} <MoveRight size={14} aria-hidden />
            </a>
          </footer>
        </>
      )}
      {!hasRead && <ReceiptDetails receipt={receipt} />}
    </article>
  );
}

function exportedText(day: string, device: string | null): string {
  return device === null ? t('exported {day}', { day }) : t('exported {day} on {device}', { day, device });
}

/** The receipt's last line: the delivery of the imported data. */
function OnTheirWay() {
  const overview = useCall('sync.overview', {}).data;
  if (overview === undefined) return <span />;
  const hasTarget = overview.destinations.some(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  return (
    <span className={own['way']}>
      {hasTarget && <ArrowUpDown size={14} aria-hidden />}
      <span>{wayText(overview)}</span>
      <a href={formatRoute(hasTarget ? 'sync' : 'settings')}>
        {hasTarget ? t('See sync') : t('Set up')} <MoveRight size={14} aria-hidden />
      </a>
    </span>
  );
}

/** Problems in words, each with its count and one example. */
function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className={problemListStyles['problems']}>
      {problems.map(({ code, count, example }) => {
        const { title, text } = textFor(code);
        return (
          <li key={code}>
            <span className={problemListStyles['count']}>{countText(count)}</span>
            <div>
              <p className={problemListStyles['title']}>{title}</p>
              <p className={problemListStyles['text']}>{text}</p>
              {example !== '' && <code className={problemListStyles['example']}>{example}</code>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
