import type { ReactNode } from 'react';
import type { Overview, TypeSummary } from '../../../shared/domain/history.ts';
import { pressureType } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import styles from './history-page.module.css';

interface Props {
  readonly title: string;
  /** true: of everything; false: of one kind. */
  readonly isAll: boolean;
  readonly type?: TypeSummary | undefined;
  readonly overview: Overview | undefined;
  readonly isWorkouts?: boolean;
  readonly chips: ReactNode;
  /** Whether the list shows removed items, and the switch. */
  readonly isRemoved: boolean;
  readonly onRemoved: (isRemoved: boolean) => void;
  /** Between a type's page and its records, and to pages that belong to it. */
  readonly ways?: readonly Way[];
}

export interface Way {
  readonly words: string;
  readonly onPress: () => void;
}

function words({ isAll, type, overview, isWorkouts }: Props, zone: string | null): string {
  const dayText = (at: number) => zonedText(at, 'day', zone);
  if (type !== undefined)
    return [
      type.type === pressureType
        ? t('{count, plural, one {# reading} other {# readings}}', { count: type.count })
        : t('{count, plural, one {# record} other {# records}}', { count: type.count }),
      t('{count, plural, one {# source} other {# sources}}', { count: type.sources }),
      `${dayText(type.firstAt)} – ${dayText(type.lastAt)}`,
    ].join(' · ');
  if (overview === undefined || !isAll) return '';
  // The totals already show the number of workouts, each counted once.
  if (isWorkouts) return t('{count, plural, one {# route} other {# routes}}', { count: overview.routes });
  const span =
    overview.firstAt === null || overview.lastAt === null
      ? []
      : [`${dayText(overview.firstAt)} – ${dayText(overview.lastAt)}`];
  return [
    t('{count, plural, one {# record} other {# records}}', { count: overview.records }),
    t('{count, plural, one {# type} other {# types}}', { count: overview.types }),
    ...span,
  ].join(' · ');
}

const removedWords = t(
  'Kept here but in no figure: deleted or replaced in the Health app after they were imported.',
);

/** The chosen kind and its total. */
export function Summary(props: Props) {
  const zone = useHomeZone();
  const { overview, isWorkouts } = props;
  const removed = (isWorkouts ? overview?.removedWorkouts : overview?.removedRecords) ?? 0;
  return (
    <div className={styles['summary']}>
      <h2>{props.title}</h2>
      <p>{props.isRemoved ? removedWords : words(props, zone)}</p>
      {props.chips}
      {props.ways?.map(({ words: name, onPress }) => (
        <Button key={name} look="quiet" onPress={onPress}>
          {name}
        </Button>
      ))}
      {!props.isRemoved && removed > 0 && (
        <Button look="quiet" onPress={() => props.onRemoved(true)}>
          {isWorkouts
            ? t('Show {count, plural, one {# workout} other {# workouts}} no longer in the Health app', {
                count: removed,
              })
            : t('Show {count, plural, one {# record} other {# records}} no longer in the Health app', {
                count: removed,
              })}
        </Button>
      )}
    </div>
  );
}
