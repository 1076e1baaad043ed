import type { EventDetail } from '../../../shared/domain/event.ts';
import { eventFigure, eventNotesText } from '../../../shared/domain/event-words.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { longDayText } from '../../components/formats.ts';
import { StatusDot } from '../../components/marks.tsx';
import side from '../../components/side-panel.module.css';
import { Section } from '../../components/side-panel.tsx';
import { zonedSpanText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import { dayAtOf } from './day-items.ts';
import { deliveryWords, propertyFacts } from './delivery-words.ts';
import styles from './event-list.module.css';

interface Props {
  readonly event: EventDetail;
  readonly zone: string | null;
}

/** The deliveries, one statement per destination; if the server has another figure, both are shown. */
export function EventDeliveries({ event, zone }: Props) {
  if (event.sentAs !== null) return <SentInstead event={event} sentAs={event.sentAs} zone={zone} />;
  return (
    <Section title={t('Delivery')}>
      <ShownInstead event={event} zone={zone} />
      {event.deliveries.length === 0 && (
        <p className={side['soft']}>
          {t('Kept on this computer; no target that takes events is turned on.')}
        </p>
      )}
      {event.deliveries.map((delivery) => {
        const { look, text } = deliveryWords(delivery);
        return (
          <div key={delivery.destination} className={styles['statement']}>
            <h4 title={delivery.host}>
              <StatusDot look={look} isSmall />
              {targetName(delivery.target)}
            </h4>
            <p>{text}</p>
            {delivery.theirs !== null && <Theirs event={event} theirs={delivery.theirs} zone={zone} />}
            {delivery.mutation !== null && (
              <a
                href={formatRoute('sync', {
                  item: `mutation-${delivery.mutation}`,
                  destination: String(delivery.destination),
                })}
              >
                {t('See it in Sync')}
              </a>
            )}
          </div>
        );
      })}
    </Section>
  );
}

interface TheirsProps extends Props {
  readonly theirs: NonNullable<EventDetail['deliveries'][number]['theirs']>;
}

/** The same names side by side: ours from the records, theirs as read from the server. */
function Theirs({ event, theirs, zone }: TheirsProps) {
  const mine = new Map(propertyFacts(event.properties, zone));
  const other = new Map(propertyFacts(theirs.properties, zone));
  const names = [...new Set([...mine.keys(), ...other.keys()])].filter(
    (name) => mine.get(name) !== other.get(name),
  );
  const figure = (properties: EventDetail['properties']) => {
    const { figure: text, unit } = eventFigure({ ...event, figure: null, properties });
    return `${text} ${unit}`.trim();
  };
  const rows =
    names.length > 0
      ? names.map((name) => [name, mine.get(name) ?? '—', other.get(name) ?? '—'] as const)
      : [[t('Notes'), eventNotesText(event.notes), eventNotesText(theirs.notes)] as const];
  return (
    <>
      <p>
        {t('Here {ours}, there {theirs}.', {
          ours: figure(event.properties),
          theirs: figure(theirs.properties),
        })}
      </p>
      <table className={side['table']}>
        <thead>
          <tr>
            <th scope="col">{t('Property')}</th>
            <th scope="col">{t('Here')}</th>
            <th scope="col">{t('There')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, here, there]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{here}</td>
              <td>{there}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type Part = EventDetail['shownAs'][number];

/** Explains what Trendy gets in place of an event that isn't sent as it is. */
function SentInstead({ event, sentAs, zone }: Props & { readonly sentAs: readonly Part[] }) {
  const isSleep = event.category === 'sleep';
  return (
    <Section title={t('Delivery')}>
      <p className={side['soft']}>
        {!isSleep
          ? t(
              'This isn’t sent: Trendy can hold only one event of a kind for each second, and another one began in the same second.',
            )
          : sentAs.length > 0
            ? t(
                'This isn’t sent as it is. Trendy’s phone app assigns each recorded part of sleep to the night in which it ends, from noon to noon, so Health Relay sends this:',
              )
            : t('This isn’t sent: Trendy doesn’t accept nights shorter than 30 minutes.')}
      </p>
      {!isSleep && sentAs.length > 0 && <p className={side['soft']}>{t('Sent instead:')}</p>}
      <Parts parts={sentAs} zone={zone} />
    </Section>
  );
}

/** The events that History shows instead of a sent event, or in addition to it. */
function ShownInstead({ event, zone }: Props) {
  const { category, shownAs, start, properties } = event;
  if (shownAs.length === 0) return null;
  const bedtime = Date.parse(String(properties['Bedtime']?.value));
  const isMoved = category === 'sleep' && bedtime < start * 1000;
  return (
    <>
      <p className={side['soft']}>
        {category === 'sleep'
          ? t(
              'This is the night as sent: Trendy’s phone app assigns each recorded part of sleep to the night in which it ends, from noon to noon. History shows the sleep as it was:',
            )
          : t(
              'Trendy can hold only one event of a kind for each second. These also began in this second and aren’t sent:',
            )}
      </p>
      <Parts parts={shownAs} zone={zone} />
      {isMoved && (
        <p className={side['soft']}>
          {t(
            'Another night begins in the same second, so this one is sent with the next free second as its start.',
          )}
        </p>
      )}
    </>
  );
}

function Parts({ parts, zone }: { readonly parts: readonly Part[]; readonly zone: string | null }) {
  return parts.map((part) => {
    const { figure, unit } = eventFigure(part);
    return (
      <a
        key={part.id}
        className={side['related']}
        href={formatRoute('history', { tab: 'events', item: String(part.id) })}
      >
        <span>
          {part.isAllDay ? `${longDayText(dayAtOf(part, zone))} · ` : ''}
          {zonedSpanText(part.start, part.end ?? part.start, zone)}
        </span>
        <span>{`${figure} ${unit}`.trim()}</span>
      </a>
    );
  });
}
