import type { ReactNode } from 'react';
import type { Overview, TypeSummary } from '../../../shared/domain/history.ts';
import { countOf, dayText } from '../../components/formats.ts';
import styles from './history-page.module.css';

interface Props {
  readonly title: string;
  /** true: of everything; false: of one kind. */
  readonly isAll: boolean;
  readonly type?: TypeSummary | undefined;
  readonly overview: Overview | undefined;
  readonly isWorkouts?: boolean;
  readonly chips: ReactNode;
}

function words({ isAll, type, overview, isWorkouts }: Props): string {
  if (type !== undefined)
    return [
      countOf(type.count, 'record'),
      countOf(type.sources, 'source'),
      `${dayText(type.firstAt)} – ${dayText(type.lastAt)}`,
    ].join(' · ');
  if (overview === undefined || !isAll) return '';
  if (isWorkouts) return `${countOf(overview.workouts, 'workout')} · ${countOf(overview.routes, 'route')}`;
  const span =
    overview.firstAt === null || overview.lastAt === null
      ? []
      : [`${dayText(overview.firstAt)} – ${dayText(overview.lastAt)}`];
  return [countOf(overview.records, 'record'), countOf(overview.types, 'type'), ...span].join(' · ');
}

/** What is chosen, and how much of it there is in all. */
export function Summary(props: Props) {
  return (
    <div className={styles['summary']}>
      <h2>{props.title}</h2>
      <p>{words(props)}</p>
      {props.chips}
    </div>
  );
}
