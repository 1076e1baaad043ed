import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EventDetail } from '../../../shared/domain/event.ts';
import { eventFigure, eventNotesText, sentFigure } from '../../../shared/domain/event-words.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { CopyButton } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, longDayText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { BigFigures, Facts, Section, SidePanel } from '../../components/side-panel.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { MetadataSection } from './common-facts.tsx';
import { dayAtOf } from './day-items.ts';
import { propertyFacts } from './delivery-words.ts';
import { EventBreakdown } from './event-breakdown.tsx';
import { EventDeliveries } from './event-deliveries.tsx';
import { EventRecords } from './event-records.tsx';

/** All details of one event: figures, calculation, deliveries, and records. */
export function EventPanel({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const query = useQuery({
    ...callOptions(useBridge(), 'history.event', { id }),
    placeholderData: keepPreviousData,
  });
  const event = query.data;
  return (
    <SidePanel title={event === undefined ? t('Event') : categoryLabel(event.category)} onClose={onClose}>
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : event === undefined ? (
        <Skeleton label={t('Loading the event')} rows={8} height={28} />
      ) : (
        <EventFacts event={event} />
      )}
    </SidePanel>
  );
}

/** Says which of two figures is sent if a record crosses midnight. */
function SentFigure({ event }: { readonly event: EventDetail }) {
  const sent = sentFigure(event);
  if (sent === null) return null;
  return (
    <p>
      {t(
        'Trendy gets {figure} {unit}. A record that crosses midnight is divided here, as in the Health app; Trendy’s own app counts it on the day it begins.',
        { figure: sent.figure, unit: sent.unit },
      )}
    </p>
  );
}

function mergedText({ category, merged }: EventDetail): string {
  if (merged === 0) return '';
  return category === 'workout'
    ? t('{count, plural, one {# other} other {# others}} at the same time', { count: merged })
    : t('{count, plural, one {# other} other {# others}} that began in the same second', { count: merged });
}

function EventFacts({ event }: { readonly event: EventDetail }) {
  const zone = useHomeZone();
  const units = useUnits();
  const { start, end, isAllDay } = event;
  return (
    <>
      <BigFigures figures={[eventFigure(event, units)]} />
      <SentFigure event={event} />
      <Facts
        facts={[
          [t('Day'), longDayText(dayAtOf(event, zone))],
          [t('Start'), isAllDay ? '' : zonedText(start, 'exact', zone)],
          [t('End'), isAllDay || end === null ? '' : zonedText(end, 'exact', zone)],
          [t('Notes'), eventNotesText(event.notes, units)],
          [t('Merged'), mergedText(event)],
        ]}
      />
      <EventDeliveries event={event} zone={zone} />
      <EventBreakdown event={event} />
      <Section title={t('Properties')}>
        <Facts facts={propertyFacts(event.properties, zone)} />
      </Section>
      <EventRecords event={event} />
      <MetadataSection metadata={event.metadata} />
      <Disclosure title={t('Technical details')}>
        <Facts
          facts={[
            [t('Sample ID'), event.sentAs === null ? event.sampleId : ''],
            [t('Rules'), t('Version {number}', { number: countText(event.rulesVersion) })],
            [t('Notes as sent'), event.sentAs === null ? event.notes : ''],
          ]}
        />
      </Disclosure>
      <div>
        <CopyButton label={t('Copy as JSON')} text={() => JSON.stringify(event, null, 2)} />
      </div>
    </>
  );
}
