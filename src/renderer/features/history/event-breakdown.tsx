import type { EventDetail } from '../../../shared/domain/event.ts';
import { eventAmountText } from '../../../shared/domain/event-words.ts';
import { t } from '../../../shared/language.ts';
import { useUnits } from '../../bridge/use-units.ts';
import styles from '../../components/side-panel.module.css';
import { Section } from '../../components/side-panel.tsx';

/** Explains a daily figure: each source's measurement and the part that counts, so nothing counts twice. */
export function EventBreakdown({ event }: { readonly event: EventDetail }) {
  const { category, breakdown } = event;
  const units = useUnits();
  if (breakdown.length === 0) return null;
  const text = (value: number) => {
    const { figure, unit } = eventAmountText(category, value, units);
    return unit === '' ? figure : `${figure} ${unit}`;
  };
  const counting = breakdown.filter(({ counted }) => counted > 0);
  const hasLeftOut = breakdown.some(({ value, counted }) => counted < value);
  return (
    <Section title={t('How this figure was calculated')}>
      <p>{counting.map(({ source, counted }) => `${source} ${text(counted)}`).join(' + ')}</p>
      {hasLeftOut && (
        <>
          <p className={styles['soft']}>
            {t('Where sources measured at the same time, only the first in the source order counts.')}
          </p>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{t('Source')}</th>
                <th scope="col">{t('Measured')}</th>
                <th scope="col">{t('Counted')}</th>
              </tr>
            </thead>
            <tbody>
              {breakdown.map(({ source, value, counted }) => (
                <tr key={source}>
                  <th scope="row">{source}</th>
                  <td>{text(value)}</td>
                  <td>{text(counted)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  );
}
