import type { EventDetail } from '../../../shared/domain/event.ts';
import { eventFigure, plainNotes } from '../../../shared/domain/event-words.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import side from '../../components/side-panel.module.css';
import { Section } from '../../components/side-panel.tsx';
import { StatusDot } from '../../components/status-dot.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import { deliveryWords } from './delivery-words.ts';
import styles from './event-list.module.css';
import { propertyFacts } from './property-facts.ts';

interface Props {
  readonly event: EventDetail;
  readonly zone: string | null;
}

/** Where it went, one statement a destination; where the far side has another figure, both are shown. */
export function EventDeliveries({ event, zone }: Props) {
  return (
    <Section title="Delivery">
      {event.deliveries.length === 0 && (
        <p className={side['soft']}>Kept on this computer; no target that takes events is turned on.</p>
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
                See it in Sync
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

/** The same names side by side: ours from the records, theirs as read from the far side. */
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
      : [['Notes', plainNotes(event.notes), plainNotes(theirs.notes)] as const];
  return (
    <>
      <p>
        Here {figure(event.properties)}, there {figure(theirs.properties)}.
      </p>
      <table className={side['table']}>
        <thead>
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Here</th>
            <th scope="col">There</th>
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
