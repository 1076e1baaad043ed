import { Printer, Rows3 } from 'lucide-react';
import { ListBox, ListBoxItem, Button as Plain, Popover, Select } from 'react-aria-components';
import { pressureType, typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useHomeZone } from '../../bridge/queries.ts';
import { useListedTypes } from '../../bridge/use-types.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { localeNow } from '../../components/locale.ts';
import { FailureNotice } from '../../components/notice.tsx';
import list from '../../components/option-list.module.css';
import { RemovableTags } from '../../components/removable-tags.tsx';
import { goTo, replaceQuery, useRoute } from '../../navigation/routes.ts';
import { PressureSection } from './pressure-section.tsx';
import styles from './report.module.css';
import { maxReportTypes, type ReportChoice, reportChoice, reportQuery } from './report-query.ts';
import { ReportSection } from './report-section.tsx';

const dayFormat = new Intl.DateTimeFormat(localeNow, { dateStyle: 'long', timeZone: 'UTC' });

/** Figures of chosen types over a range of days, for printing or saving as a PDF with the system's print dialog. */
export function ReportPage() {
  const route = useRoute();
  const zone = useHomeZone();
  const known = useListedTypes();
  if (known.error !== null)
    return (
      <div className={styles['page']}>
        <FailureNotice failure={failureOf(known.error)} onRetry={() => known.refetch()} />
      </div>
    );
  if (known.data === undefined) return <Skeleton label={t('Loading types')} rows={10} />;
  const { listed } = known.data;
  if (listed.length === 0)
    return (
      <EmptyState
        icon={Rows3}
        title={t('Nothing to report yet')}
        action={
          <Button look="primary" onPress={() => goTo('import')}>
            {t('Import an export')}
          </Button>
        }
      >
        {t('A report shows figures of imported types.')}
      </EmptyState>
    );
  const types = listed.map(({ type }) => type);
  const choice = reportChoice(route, listed, zone);
  const change = (part: Partial<ReportChoice>) => replaceQuery('report', reportQuery({ ...choice, ...part }));
  return (
    <div className={styles['page']}>
      <Controls choice={choice} known={types} onChange={change} />
      <article className={styles['report']} aria-label={t('Report')}>
        <header>
          <h2>{t('Health report')}</h2>
          <p className={styles['soft']}>
            {[
              dayFormat.formatRange(Date.parse(choice.from), Date.parse(choice.to)),
              ...(zone === null ? [] : [t('days of {zone}', { zone: zone.replaceAll('_', ' ') })]),
              t('made by Health Relay from a Health app export'),
            ].join(' · ')}
          </p>
        </header>
        {choice.types.length === 0 && <p className={styles['soft']}>{t('No types are chosen.')}</p>}
        {choice.types.map((type) =>
          type === pressureType ? (
            <PressureSection key={type} choice={choice} />
          ) : (
            <ReportSection key={type} type={type} choice={choice} />
          ),
        )}
      </article>
    </div>
  );
}

interface ControlsProps {
  readonly choice: ReportChoice;
  readonly known: readonly string[];
  readonly onChange: (part: Partial<ReportChoice>) => void;
}

function Controls({ choice, known, onChange }: ControlsProps) {
  const { types, from, to, by } = choice;
  const left = known.filter((type) => !types.includes(type));
  return (
    <div className={styles['controls']}>
      <div className={styles['line']}>
        <DateFilter
          from={from}
          to={to}
          onChange={(days) => onChange({ from: days.from ?? from, to: days.to ?? to })}
        />
        <Choice
          label={t('Figures by')}
          value={by}
          options={[
            ['day', t('Day')],
            ['week', t('Week')],
            ['month', t('Month')],
          ]}
          onChange={(span) => onChange({ by: span })}
        />
        <Button look="primary" onPress={() => window.print()}>
          <Printer size={16} aria-hidden />
          {t('Print…')}
        </Button>
      </div>
      <div className={styles['line']}>
        <RemovableTags
          label={t('Types in the report')}
          tags={types.map((type) => {
            const name = typeLabel(type);
            return { id: type, label: name, removeLabel: t('Remove {name}', { name }) };
          })}
          onRemove={(ids) => onChange({ types: types.filter((type) => !ids.has(type)) })}
        />
        <Select
          aria-label={t('Add a type')}
          value={null}
          isDisabled={left.length === 0 || types.length >= maxReportTypes}
          onChange={(key) => key !== null && onChange({ types: [...types, String(key)] })}
        >
          <Plain className={styles['add'] ?? ''}>{t('Add a type…')}</Plain>
          <Popover className={list['popover'] ?? ''} placement="bottom start">
            <ListBox
              className={`${list['list']} ${styles['options']}`}
              items={left.map((type) => ({ id: type, name: typeLabel(type) }))}
            >
              {({ id, name }) => (
                <ListBoxItem id={id} textValue={name} className={list['option'] ?? ''}>
                  {name}
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </Select>
      </div>
    </div>
  );
}
