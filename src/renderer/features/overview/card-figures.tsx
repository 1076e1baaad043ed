import type { CardMean, CardSeries } from '../../../shared/domain/cards.ts';
import { inOne } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { Button } from '../../components/button.tsx';
import { LargeDialog } from '../../components/large-dialog.tsx';
import side from '../../components/side-panel.module.css';
import { calendarDayText, calendarSpanText } from '../../components/zone-formats.ts';
import { cardLabel, eachOf, openCard, type ShownCard, seriesLabel, valueText, waysOf } from './card-words.ts';
import styles from './overview-page.module.css';

interface Props {
  readonly card: ShownCard;
  readonly newestDay: string;
  readonly onClose: () => void;
}

/** All figures of a card as tables: the four weeks of its chart by day, and what the rest is made of. */
export function CardFigures({ card, newestDay, onClose }: Props) {
  const days = [...new Set(card.series.flatMap((series) => series.days.map(({ day }) => day)))]
    .sort()
    .reverse();
  const each = eachOf(card);
  const said = (series: CardSeries, value: number | undefined) =>
    value === undefined ? '' : inOne(valueText(card, series, value));
  const meanText = (series: CardSeries, mean: CardMean | null) =>
    mean === null
      ? t('no data')
      : t(
          '{per, select, week {{mean}, from {count, plural, one {# week} other {# weeks}}, {span}} other {{mean}, from {count, plural, one {# day} other {# days}}, {span}}}',
          {
            per: card.per,
            mean: said(series, mean.mean),
            count: mean.count,
            span: calendarSpanText(mean.from, mean.to),
          },
        );
  return (
    <LargeDialog
      title={cardLabel(card)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => openCard(card)}>{t('Open in History')}</Button>
          <Button look="primary" onPress={onClose}>
            {t('Close')}
          </Button>
        </>
      }
    >
      {card.series.map((series) => (
        <table key={series.name} className={side['table']}>
          <caption className={styles['caption']}>{seriesLabel(card, series)}</caption>
          <tbody>
            <tr>
              <th scope="row">{t('Newest', {}, 'figure')}</th>
              <td>
                {said(series, series.last.value)}, {calendarDayText(series.last.day)}
              </td>
            </tr>
            <tr>
              <th scope="row">{t('Usual')}</th>
              <td>
                {series.usual === null
                  ? t('too few days to tell')
                  : t('{low} – {high}, of {days, plural, one {# day} other {# days}}', {
                      low: said(series, series.usual.low),
                      high: said(series, series.usual.high),
                      days: series.usual.days,
                    })}
              </td>
            </tr>
            <tr>
              <th scope="row">
                {t(
                  '{each, select, week {Last 4 weeks, per week} night {Last 4 weeks, per night} day {Last 4 weeks, per day} other {Last 4 weeks}}',
                  { each },
                )}
              </th>
              <td>{meanText(series, series.recent)}</td>
            </tr>
            <tr>
              <th scope="row">
                {t(
                  '{each, select, week {Previous 4 weeks, per week} night {Previous 4 weeks, per night} day {Previous 4 weeks, per day} other {Previous 4 weeks}}',
                  { each },
                )}
              </th>
              <td>{meanText(series, series.before)}</td>
            </tr>
            <tr>
              <th scope="row">{t('Trend', {}, 'trend')}</th>
              <td>{waysOf({ ...card, series: [series] })[0]?.words ?? t('too few days to tell')}</td>
            </tr>
          </tbody>
        </table>
      ))}
      <table className={side['table']}>
        <caption className={styles['caption']}>
          {t('The four weeks to {day}', { day: calendarDayText(newestDay) })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('Day')}</th>
            {card.series.map((series) => (
              <th key={series.name} scope="col">
                {seriesLabel(card, series)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day}>
              <th scope="row">{calendarDayText(day)}</th>
              {card.series.map((series) => (
                <td key={series.name}>{said(series, series.days.find((one) => one.day === day)?.value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </LargeDialog>
  );
}
