import { CalendarClock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EventRow } from '../../../shared/domain/event.ts';
import { eventFigure, eventNotesText, notesSaying } from '../../../shared/domain/event-words.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { sentences, t } from '../../../shared/language.ts';
import { useCall } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusDot, TypeMark } from '../../components/marks.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { goTo } from '../../navigation/routes.ts';
import { deliveryWords } from './delivery-words.ts';
import styles from './event-list.module.css';
import type { Filters } from './filters.ts';
import { ItemList } from './item-list.tsx';
import row from './row.module.css';

interface Props {
  readonly filters: Filters;
  readonly onOpen: (id: number | undefined) => void;
  readonly onClear: ReactNode;
}

export function EventList({ filters, onOpen, onClear }: Props) {
  const { category, text, from, to } = filters;
  const homeZone = useCall('settings.read', {}).data?.homeZone;
  const { daysToDerive, derivationCode } = useCall('sync.overview', {}).data ?? {};
  const days = daysToDerive ?? 0;
  const pages = usePages<EventRow>(
    'history.eventsPage',
    {
      ...(category === undefined ? {} : { category }),
      ...(text === undefined ? {} : { text, notes: notesSaying(text) }),
      ...(from === undefined ? {} : { fromDay: from }),
      ...(to === undefined ? {} : { toDay: to }),
    },
    200,
  );
  const isAll = [category, text, from, to].every((filter) => filter === undefined);
  if (homeZone === null && pages.rows.length === 0 && !pages.isPending)
    return (
      <EmptyState
        icon={CalendarClock}
        title={t('No events yet')}
        action={
          <Button look="primary" onPress={() => goTo('settings', { at: 'zone' })}>
            {t('Set home zone')}
          </Button>
        }
      >
        {t(
          'Events are created from records day by day, and days begin at midnight in your home time zone. Confirm it, and they’re created at once.',
        )}
      </EmptyState>
    );
  if (isAll && pages.rows.length === 0 && !pages.isPending && pages.error === null)
    return (
      <EmptyState
        icon={CalendarClock}
        title={
          days === 0
            ? t('No events')
            : derivationCode == null
              ? t('Events are being created')
              : t('No events yet')
        }
      >
        {days > 0
          ? sentences(
              t('{count, plural, one {# day} other {# days}} to go.', { count: days }),
              derivationCode != null && t('{problem}: see Sync.', { problem: textFor(derivationCode).title }),
            )
          : t(
              'Nothing imported so far creates events: there are no workouts, steps, sleep, energy, mindfulness, or water.',
            )}
      </EmptyState>
    );
  return (
    <ItemList
      key={JSON.stringify([category, text, from, to])}
      label={
        category === undefined ? t('Events') : t('Events: {category}', { category: categoryLabel(category) })
      }
      pages={pages}
      openId={filters.item}
      onOpen={onOpen}
      onClear={onClear}
    >
      {(event) => <EventLine event={event} zone={homeZone ?? null} />}
    </ItemList>
  );
}

function EventLine({ event, zone }: { readonly event: EventRow; readonly zone: string | null }) {
  const units = useUnits();
  const { figure, unit } = eventFigure(event, units);
  const notes = eventNotesText(event.notes, units);
  return (
    <>
      <span className={row['time']}>
        {event.isAllDay ? t('All day') : zonedText(event.start, 'time', zone)}
      </span>
      <span className={row['what']}>
        <TypeMark type={event.category} />
        <span className={row['name']}>
          {event.category === 'workout' && notes !== '' ? notes : categoryLabel(event.category)}
        </span>
      </span>
      <span className={row['value']}>
        {figure} <span className={row['unit']}>{unit}</span>
      </span>
      <span className={styles['deliveries']}>
        {event.deliveries.map((delivery) => {
          const { look, short } = deliveryWords(delivery);
          return (
            <span
              key={delivery.destination}
              className={styles['delivery']}
              title={targetName(delivery.target)}
            >
              <StatusDot look={look} isSmall />
              <span className={styles['short']}>{short}</span>
            </span>
          );
        })}
      </span>
    </>
  );
}
