import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EventDetail } from '../../../shared/domain/event.ts';
import { eventFigure, plainNotes, sentFigure } from '../../../shared/domain/event-words.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { CopyButton } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countOf, countText, longDayText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { BigFigures, Facts, Section, SidePanel } from '../../components/side-panel.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { MetadataSection } from './common-facts.tsx';
import { dayAtOf } from './day-items.ts';
import { EventBreakdown } from './event-breakdown.tsx';
import { EventDeliveries } from './event-deliveries.tsx';
import { EventRecords } from './event-records.tsx';
import { propertyFacts } from './property-facts.ts';

/** All details of one event: figures, calculation, deliveries, and records. */
export function EventPanel({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const query = useQuery({
    ...callOptions(useBridge(), 'history.event', { id }),
    placeholderData: keepPreviousData,
  });
  const event = query.data;
  return (
    <SidePanel title={event === undefined ? 'Event' : categoryLabel(event.category)} onClose={onClose}>
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : event === undefined ? (
        <Skeleton label="Loading the event" rows={8} height={28} />
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
      Trendy gets {sent.figure} {sent.unit}. A record that crosses midnight is divided here, as in the Health
      app; Trendy’s own app counts it on the day it begins.
    </p>
  );
}

function mergedText({ category, merged }: EventDetail): string {
  if (merged === 0) return '';
  const others = countOf(merged, 'other');
  return category === 'workout' ? `${others} at the same time` : `${others} that began in the same second`;
}

function EventFacts({ event }: { readonly event: EventDetail }) {
  const zone = useHomeZone();
  const { start, end, isAllDay } = event;
  return (
    <>
      <BigFigures figures={[eventFigure(event, useUnits())]} />
      <SentFigure event={event} />
      <Facts
        facts={[
          ['Day', longDayText(dayAtOf(event, zone))],
          ['Start', isAllDay ? '' : zonedText(start, 'exact', zone)],
          ['End', isAllDay || end === null ? '' : zonedText(end, 'exact', zone)],
          ['Notes', plainNotes(event.notes)],
          ['Merged', mergedText(event)],
        ]}
      />
      <EventDeliveries event={event} zone={zone} />
      <EventBreakdown event={event} />
      <Section title="Properties">
        <Facts facts={propertyFacts(event.properties, zone)} />
      </Section>
      <EventRecords event={event} />
      <MetadataSection metadata={event.metadata} />
      <Disclosure title="Technical details">
        <Facts
          facts={[
            ['Sample ID', event.sentAs === null ? event.sampleId : ''],
            ['Rules', `Version ${countText(event.rulesVersion)}`],
            ['Notes as sent', event.sentAs === null ? event.notes : ''],
          ]}
        />
      </Disclosure>
      <div>
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(event, null, 2)} />
      </div>
    </>
  );
}
