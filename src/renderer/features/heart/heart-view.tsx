import { HeartPulse } from 'lucide-react';
import { useDeferredValue } from 'react';
import type { BeatsRow, EcgRow } from '../../../shared/domain/ecg.ts';
import { quantityText } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { useCall, useHomeZone } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportButton } from '../../components/export-dialog.tsx';
import { countText } from '../../components/formats.ts';
import { PagedTable } from '../../components/paged-table.tsx';
import spread from '../../components/spread-line.module.css';
import { zonedText } from '../../components/zone-formats.ts';
import { useRoute } from '../../navigation/routes.ts';
import { EcgPage } from './ecg-page.tsx';
import { classificationText, lengthText, rateText } from './ecg-words.ts';
import styles from './heart.module.css';
import { goToHeart, type HeartPlace, heartHref, heartPlace } from './heart-route.ts';
import { BeatsPage } from './tachogram.tsx';

const kinds = [
  ['ecg', t('ECGs')],
  ['beats', t('Beat to beat')],
] as const;

/** ECGs and beat-to-beat series: a list of one of them, or one of its items. */
export function HeartView() {
  const place = heartPlace(useDeferredValue(useRoute()));
  if (place.item !== undefined)
    return place.of === 'ecg' ? (
      <EcgPage key={place.item} id={place.item} place={place} />
    ) : (
      <BeatsPage key={place.item} id={place.item} place={place} />
    );
  return (
    <div className={styles['view']}>
      <div className={`${spread['wrapping']} ${styles['bar']}`}>
        <Choice
          label={t('Show')}
          value={place.of}
          options={kinds}
          onChange={(of) => goToHeart({ ...place, of, isRemoved: false })}
        />
        <ListExport place={place} />
        <RemovedSwitch place={place} />
      </div>
      <div className={styles['body']}>
        {place.of === 'ecg' ? <EcgList place={place} /> : <BeatsList place={place} />}
      </div>
    </div>
  );
}

/** Shown if the list has any row. */
function ListExport({ place: { of, isRemoved } }: { readonly place: HeartPlace }) {
  const [name, kind] =
    of === 'ecg' ? (['history.ecgPage', 'ecgs'] as const) : (['history.beatsPage', 'beats'] as const);
  const removed = isRemoved ? { isRemoved } : {};
  const { data } = useCall(name, { ...removed, limit: 1 });
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <ExportButton isMain request={() => ({ kind, ...removed })}>
      {t('{group}: everything the list shows, in the same order.', {
        group: of === 'ecg' ? t('ECGs') : t('Beat-to-beat series'),
      })}
    </ExportButton>
  );
}

/** Shown if there are removed items, and while they are listed. */
function RemovedSwitch({ place }: { readonly place: HeartPlace }) {
  const name = place.of === 'ecg' ? 'history.ecgPage' : 'history.beatsPage';
  const { data } = useCall(name, { isRemoved: true, limit: 1 });
  if (place.isRemoved)
    return (
      <p>
        {t('No longer in the Health app; kept here.')}{' '}
        <Button look="quiet" onPress={() => goToHeart({ ...place, isRemoved: false })}>
          {t('Show those in the Health app')}
        </Button>
      </p>
    );
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Button look="quiet" onPress={() => goToHeart({ ...place, isRemoved: true })}>
      {t('Show those no longer in the Health app')}
    </Button>
  );
}

const ecgColumns = (styleOf: string | undefined) => [
  { name: t('Recorded') },
  { name: t('Classification') },
  { name: t('Average heart rate') },
  { name: t('Symptoms'), className: styleOf },
  { name: t('Length', {}, 'duration'), className: styleOf },
];

function EcgList({ place }: { readonly place: HeartPlace }) {
  const zone = useHomeZone();
  const pages = usePages<EcgRow, 'history.ecgPage'>(
    'history.ecgPage',
    place.isRemoved ? { isRemoved: true } : {},
    100,
  );
  const extra = styles['extra'];
  return (
    <PagedTable
      label={t('ECGs')}
      pages={pages}
      columns={ecgColumns(extra)}
      empty={
        <EmptyState icon={HeartPulse} title={t('No ECGs')}>
          {t('ECGs recorded with the Apple Watch’s ECG app appear here once an export contains them.')}
        </EmptyState>
      }
    >
      {(row) => (
        <tr key={row.id}>
          <th scope="row">
            <a href={heartHref({ ...place, item: row.id })}>{zonedText(row.recordedAt, 'exact', zone)}</a>
          </th>
          <td>{classificationText(row)}</td>
          <td>{rateText(row) || '—'}</td>
          <td className={extra}>{row.symptoms ?? ''}</td>
          <td className={extra}>{lengthText(row)}</td>
        </tr>
      )}
    </PagedTable>
  );
}

function BeatsList({ place }: { readonly place: HeartPlace }) {
  const zone = useHomeZone();
  const pages = usePages<BeatsRow, 'history.beatsPage'>(
    'history.beatsPage',
    place.isRemoved ? { isRemoved: true } : {},
    100,
  );
  const extra = styles['extra'];
  return (
    <PagedTable
      label={t('Beat-to-beat series')}
      pages={pages}
      columns={[
        { name: t('Measured') },
        { name: t('Variability (SDNN)') },
        { name: t('Beats') },
        { name: t('Source'), className: extra },
      ]}
      empty={
        <EmptyState icon={HeartPulse} title={t('No beat-to-beat series')}>
          {t('Heart rate variability measurements appear here once an export contains their beats.')}
        </EmptyState>
      }
    >
      {(row) => {
        const value = row.value === null ? null : quantityText(row.type, row.value, row.unit);
        return (
          <tr key={row.id}>
            <th scope="row">
              <a href={heartHref({ ...place, item: row.id })}>{zonedText(row.start, 'exact', zone)}</a>
            </th>
            <td>{value === null ? '' : `${value.figure} ${value.unit}`}</td>
            <td>{countText(row.beats)}</td>
            <td className={extra}>{row.source}</td>
          </tr>
        );
      }}
    </PagedTable>
  );
}
