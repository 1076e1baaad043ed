import type { EventDetail } from '../../../shared/domain/event.ts';
import { inOne } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { countText } from '../../components/formats.ts';
import side from '../../components/side-panel.module.css';
import { ScrollBox, Section } from '../../components/side-panel.tsx';
import { zonedSpanText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './event-list.module.css';
import { recordValue } from './item-list.tsx';

/** Links to the records of an event; for a workout, to the workout itself. */
export function EventRecords({ event }: { readonly event: EventDetail }) {
  const zone = useHomeZone();
  const units = useUnits();
  const { records, recordCount, workout } = event;
  if (recordCount === 0 && workout === null) return null;
  return (
    <Section
      title={
        recordCount === 0
          ? t('Made from')
          : t('Made from {count, plural, one {# record} other {# records}}', { count: recordCount })
      }
    >
      {workout !== null && (
        <a
          className={styles['more']}
          href={formatRoute('history', { tab: 'workouts', item: String(workout) })}
        >
          {t('See the workout')}
        </a>
      )}
      {records.length > 0 && (
        <ScrollBox label={t('Records of this event')}>
          {records.map((record) => {
            return (
              <a
                key={record.id}
                className={side['related']}
                href={formatRoute('history', { type: record.type, item: String(record.id) })}
              >
                <span>
                  {zonedSpanText(record.start, record.end, zone)} · {typeLabel(record.type)}
                </span>
                <span>
                  {inOne(recordValue(record, units))} · {record.source}
                </span>
              </a>
            );
          })}
        </ScrollBox>
      )}
      {recordCount > records.length && (
        <p className={side['soft']}>
          {t('Only the first {count} are shown.', { count: countText(records.length) })}
        </p>
      )}
    </Section>
  );
}
