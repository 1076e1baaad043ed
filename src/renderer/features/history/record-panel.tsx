import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RecordDetail } from '../../../shared/domain/history.ts';
import { durationText, inOne, unitText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { CopyButton } from '../../components/button.tsx';
import { countText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import styles from '../../components/side-panel.module.css';
import { BigFigures, Facts, ScrollBox, Section, SidePanel } from '../../components/side-panel.tsx';
import { zonedSpanText, zonedText } from '../../components/zone-formats.ts';
import { MetadataSection, OriginSection, RemovedNotice } from './common-facts.tsx';
import { recordValue } from './item-list.tsx';

interface Props {
  readonly id: number;
  readonly onOpen: (id: number | undefined) => void;
}

/** All details of one record. */
export function RecordPanel({ id, onOpen }: Props) {
  const query = useQuery({
    ...callOptions(useBridge(), 'history.record', { id }),
    placeholderData: keepPreviousData,
  });
  const record = query.data;
  return (
    <SidePanel
      title={record === undefined ? t('Record') : typeLabel(record.type)}
      onClose={() => onOpen(undefined)}
    >
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : record === undefined ? (
        <Skeleton label={t('Loading the record')} rows={8} height={28} />
      ) : (
        <RecordFacts record={record} onOpen={onOpen} />
      )}
    </SidePanel>
  );
}

function RecordFacts({
  record,
  onOpen,
}: {
  readonly record: RecordDetail;
  readonly onOpen: (id: number) => void;
}) {
  const zone = useHomeZone();
  const units = useUnits();
  const { start, end, beats, related } = record;
  return (
    <>
      <RemovedNotice removed={record.removed} />
      <BigFigures figures={[recordValue(record, units)]} />
      <Facts
        facts={[
          [t('Start'), zonedText(start, 'exact', zone)],
          [t('End'), end > start ? zonedText(end, 'exact', zone) : ''],
          [t('Duration'), end > start ? durationText(end - start) : ''],
          [t('Value'), record.value === null ? (record.text ?? '') : `${record.value} ${record.unit ?? ''}`],
          [t('Created'), record.createdAt === null ? '' : zonedText(record.createdAt, 'exact', zone)],
          [
            t('In the file'),
            record.copies > 1
              ? t('{count, plural, one {# time} other {# times}}', { count: record.copies })
              : '',
          ],
          [t('Type'), record.type],
        ]}
      />
      {related.length > 0 && (
        <Section title={t('Belongs with')}>
          {related.map((other) => {
            return (
              <button
                key={other.id}
                type="button"
                className={styles['related']}
                onClick={() => onOpen(other.id)}
              >
                <span>{typeLabel(other.type)}</span>
                <span>
                  {inOne(recordValue(other, units))} · {zonedSpanText(other.start, other.end, zone)}
                </span>
              </button>
            );
          })}
        </Section>
      )}
      <OriginSection origin={record} />
      <MetadataSection metadata={record.metadata} />
      {beats.length > 0 && (
        <Section
          title={t('{count, plural, one {# heartbeat} other {# heartbeats}}', { count: beats.length })}
        >
          <ScrollBox label={t('Heartbeats')}>
            <Facts
              facts={beats.map(
                ([bpm, clock]) => [clock, `${countText(bpm)} ${unitText('HeartRate', 'count/min')}`] as const,
              )}
            />
          </ScrollBox>
        </Section>
      )}
      <div>
        <CopyButton label={t('Copy as JSON')} text={() => JSON.stringify(record, null, 2)} />
      </div>
    </>
  );
}
