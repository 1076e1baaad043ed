import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Input, ListBox, ListBoxItem, SearchField, useFilter } from 'react-aria-components';
import { t } from '../../../shared/language.ts';
import { compactText, countText } from '../../components/formats.ts';
import { TypeMark } from '../../components/marks.tsx';
import searchField from '../../components/search-field.module.css';
import { useKeptScroll } from '../../navigation/kept-scroll.ts';
import styles from './pick-list.module.css';

export interface Pick {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** What else finds it. */
  readonly words?: string;
  readonly note: string;
  /** Numbers of records, not figures: how much there is, and of when. */
  readonly trend: readonly number[] | null;
}

interface Props {
  readonly label: string;
  readonly searchLabel: string;
  readonly allLabel: string;
  readonly picks: readonly Pick[];
  /** What all of them count together, if it isn't the sum. */
  readonly total?: number;
  readonly picked: string | undefined;
  readonly onPick: (id: string | undefined) => void;
}

const allId = 'all of them';

/** The left column: all kinds, with a search field. */
export function PickList(props: Props) {
  const { label, searchLabel, allLabel, picks, total, picked, onPick } = props;
  const [sought, setSought] = useState('');
  const { contains } = useFilter({ sensitivity: 'base' });
  // Keeps the same objects until the search changes, so react-aria can reuse its items.
  const shown = useMemo(() => {
    const count = total ?? picks.reduce((sum, pick) => sum + pick.count, 0);
    const all: Pick = { id: allId, label: allLabel, count, note: '', trend: null };
    if (sought === '') return [all, ...picks];
    return picks.filter(({ label: own, words = '' }) => contains(`${own} ${words}`, sought));
  }, [picks, total, allLabel, sought, contains]);
  const list = useKeptScroll<HTMLDivElement>(label);
  return (
    <div className={styles['column']}>
      <SearchField
        aria-label={searchLabel}
        value={sought}
        onChange={setSought}
        className={`${searchField['search']} ${searchField['framed']} ${styles['search']}`}
      >
        <Search size={15} aria-hidden />
        <Input placeholder={searchLabel} />
      </SearchField>
      <ListBox
        ref={list}
        aria-label={label}
        className={styles['list'] ?? ''}
        items={shown}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[picked ?? allId]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys];
          if (key !== undefined) onPick(key === allId ? undefined : String(key));
        }}
        renderEmptyState={() => <p className={styles['none']}>{t('No matches.')}</p>}
      >
        {(pick) => (
          <ListBoxItem id={pick.id} textValue={pick.label} className={styles['item'] ?? ''}>
            {pick.id === allId ? <span /> : <TypeMark type={pick.id} />}
            <span className={styles['label']}>{pick.label}</span>
            <span className={styles['count']} title={countText(pick.count)}>
              {pick.count < 100_000 ? countText(pick.count) : compactText(pick.count)}
            </span>
            {pick.note !== '' && <span className={styles['note']}>{pick.note}</span>}
            {pick.trend !== null && (
              <span className={styles['trend']} title={t('Number of records over time')} aria-hidden>
                <Sparkline values={pick.trend} />
              </span>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}

/** Bars for each value relative to the highest. Hidden from screen readers, which read the count and the span next to them. */
function Sparkline({ values }: { readonly values: readonly number[] }) {
  const highest = Math.max(...values, 1);
  const width = 64;
  const height = 18;
  const step = width / Math.max(values.length, 1);
  return (
    <svg
      className={styles['sparkline']}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <path
        d={values
          .map((value, index) => {
            if (value <= 0) return '';
            const tall = Math.max(1.5, (value / highest) * height);
            return `M${(index * step).toFixed(2)} ${height}v${(-tall).toFixed(2)}h${(step * 0.72).toFixed(2)}v${tall.toFixed(2)}z`;
          })
          .join('')}
      />
    </svg>
  );
}
