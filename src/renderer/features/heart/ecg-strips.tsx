import { memo, useMemo } from 'react';
import type { EcgDetail } from '../../../shared/domain/ecg.ts';
import { t } from '../../../shared/language.ts';
import { gridPath, mmPerSecond, stripHeight, stripSeconds, stripsOf, stripWidthMm } from './ecg-scale.ts';
import styles from './heart.module.css';

interface Props {
  readonly ecg: EcgDetail;
  readonly sampleRate: number;
  /** Times true size (CSS millimeters); null: as wide as its place. */
  readonly zoom: number | null;
}

const seconds = Array.from({ length: stripSeconds }, (_, second) => second);

/** Room under the grid for the seconds, in millimeters. */
const footMm = 5;

/** An ECG on its grid, 10 s a strip, in CSS millimeters: printed at 100% it is to scale. */
export const EcgStrips = memo(function EcgStrips({ ecg, sampleRate, zoom }: Props) {
  const strips = useMemo(() => stripsOf(ecg, sampleRate), [ecg, sampleRate]);
  const { above, below } = stripHeight(ecg.lowest, ecg.highest);
  const high = above + below;
  const grid = useMemo(() => ({ fine: gridPath(high, 1), coarse: gridPath(high, 5) }), [high]);
  const size =
    zoom === null
      ? { width: '100%' }
      : { width: `${stripWidthMm * zoom}mm`, height: `${(high + footMm) * zoom}mm` };
  return strips.map(({ from, path }) => (
    <svg
      key={from}
      className={styles['strip']}
      style={size}
      viewBox={`0 0 ${stripWidthMm} ${high + footMm}`}
      role="img"
      aria-label={t('Second {from} to {to}', { from, to: from + stripSeconds })}
    >
      <path d={grid.fine} className={styles['fine']} />
      <path d={grid.coarse} className={styles['coarse']} />
      <svg width={stripWidthMm} height={high} viewBox={`0 0 ${stripWidthMm} ${high}`} aria-hidden>
        <path d={path} className={styles['trace']} data-trace />
      </svg>
      {seconds.map((second) => (
        <text key={second} className={styles['second']} x={second * mmPerSecond} y={high + 4}>
          {from + second} s
        </text>
      ))}
    </svg>
  ));
});
