import type { AudiogramDetail, HearingLevel } from '../../../shared/domain/documents.ts';
import { figureText } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { DrawnChart } from '../../components/drawn-chart.tsx';
import panel from '../../components/side-panel.module.css';
import { audiogramScale } from './audiogram-scale.ts';
import styles from './documents.module.css';

type Ear = 'left' | 'right';

const cross = 'M-5 -5L5 5M-5 5L5 -5';

/** The usual signs: a cross for the left ear, a circle for the right. */
function Sign({ ear, at = '' }: { readonly ear: Ear; readonly at?: string }) {
  const transform = at === '' ? {} : { transform: `translate(${at})` };
  return ear === 'left' ? (
    <path {...transform} d={cross} className={styles['left']} data-ear="left" />
  ) : (
    <circle {...transform} r={5} className={styles['right']} data-ear="right" />
  );
}

/** Both ears over frequency, quiet above and loud below, and the same as a table. */
export function Audiogram({ audiogram }: { readonly audiogram: AudiogramDetail }) {
  const { points } = audiogram;
  if (points.length === 0)
    return <p className={styles['soft']}>{t('It contains no points with a frequency.')}</p>;
  const { xOf, yOf, x, y } = audiogramScale(points);
  const ears: readonly Ear[] = ['left', 'right'];
  return (
    <>
      <p className={styles['key']}>
        {ears.map((ear) => (
          <span key={ear}>
            <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden>
              <Sign ear={ear} />
            </svg>{' '}
            {ear === 'left' ? t('Left', {}, 'ear') : t('Right', {}, 'ear')}
          </span>
        ))}
        <span className={styles['soft']}>{t('dB HL over Hz')}</span>
      </p>
      <DrawnChart
        label={t('Audiogram of {count, plural, one {# frequency} other {# frequencies}}', {
          count: points.length,
        })}
        height={300}
        x={x}
        y={y}
      >
        {(width, height) =>
          ears.map((ear) => {
            const places = points.flatMap((point) => {
              const level = point[ear]?.level;
              return level === undefined
                ? []
                : [`${(xOf(point.hertz) * width).toFixed(1)} ${(yOf(level) * height).toFixed(1)}`];
            });
            return (
              <g key={ear}>
                <path d={`M${places.join('L')}`} className={styles[ear]} data-line={places.length > 1} />
                {places.map((at) => (
                  <Sign key={at} ear={ear} at={at} />
                ))}
              </g>
            );
          })
        }
      </DrawnChart>
      <table className={panel['table']}>
        <thead>
          <tr>
            <th scope="col">Hz</th>
            <th scope="col">{t('Left, dB HL')}</th>
            <th scope="col">{t('Right, dB HL')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ hertz, left, right }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one frequency may be tested twice
            <tr key={index}>
              <th scope="row">{figureText(hertz)}</th>
              <td>{levelText(left)}</td>
              <td>{levelText(right)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A level at an end of the measured range may lie beyond it. */
function levelText(level: HearingLevel | null): string {
  if (level === null) return '';
  const { lowestMeasured, highestMeasured } = level;
  const figure = figureText(level.level);
  const isMasked = level.masked === true;
  if (lowestMeasured === null && highestMeasured === null)
    return isMasked ? t('{figure} (masked)', { figure }) : figure;
  const limits = { figure, lowest: lowestMeasured ?? '', highest: highestMeasured ?? '' };
  return isMasked
    ? t('{figure} (masked, measured {lowest} to {highest})', limits)
    : t('{figure} (measured {lowest} to {highest})', limits);
}
