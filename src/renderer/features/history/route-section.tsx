import { useMemo } from 'react';
import type { WorkoutDetail } from '../../../shared/domain/history.ts';
import { figureText } from '../../../shared/domain/quantity-text.ts';
import { failureOf, useCall } from '../../bridge/queries.ts';
import { countOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import styles from '../../components/side-panel.module.css';
import { Section } from '../../components/side-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { elevationShape, routeShape } from './route-shape.ts';

/** The way that was gone, drawn without a map: no tile server learns of it. */
export function RouteSection({ route }: { readonly route: WorkoutDetail['routes'][number] }) {
  const hasPoints = route.points > 0;
  const { data, error, refetch } = useCall('history.route', { id: route.id }, hasPoints);
  const shape = useMemo(() => (data === undefined ? null : routeShape(data)), [data]);
  const heights = useMemo(() => (data === undefined ? null : elevationShape(data)), [data]);
  return (
    <Section title="Route">
      {!hasPoints && (
        <p className={styles['soft']}>
          No points of this route were imported. Its file was missing, empty or not readable.
        </p>
      )}
      {error !== null && <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />}
      {hasPoints && error === null && data === undefined && <Skeleton label="Loading the route" rows={5} />}
      {shape !== null && (
        <svg
          className={styles['route']}
          viewBox={`-20 -20 ${shape.width + 40} ${shape.height + 40}`}
          role="img"
          aria-label={`Route of ${countOf(data?.points ?? 0, 'point')}`}
        >
          <path d={shape.path} className={styles['path']} />
          <circle cx={shape.begin[0]} cy={shape.begin[1]} r="20" className={styles['begin']} />
          <circle cx={shape.end[0]} cy={shape.end[1]} r="20" className={styles['end']} />
        </svg>
      )}
      {heights !== null && (
        <>
          <svg className={styles['profile']} viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden>
            <path d={heights.path} className={styles['ground']} />
          </svg>
          <p className={styles['soft']}>
            {figureText(Math.round(heights.lowest))} to {figureText(Math.round(heights.highest))} m above the
            sea · {countOf(data?.points ?? 0, 'point')}
          </p>
        </>
      )}
    </Section>
  );
}
