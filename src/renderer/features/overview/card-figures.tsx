import type { CardMean, CardSeries } from '../../../shared/domain/cards.ts';
import { Button } from '../../components/button.tsx';
import { countOf } from '../../components/formats.ts';
import { LargeDialog } from '../../components/large-dialog.tsx';
import side from '../../components/side-panel.module.css';
import { calendarDayText, calendarSpanText } from '../../components/zone-formats.ts';
import {
  cardLabel,
  eachText,
  openCard,
  type ShownCard,
  seriesLabel,
  textOf,
  valueText,
  wayOf,
} from './card-words.ts';
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
  const each = eachText(card);
  const said = (series: CardSeries, value: number | undefined) =>
    value === undefined ? '' : textOf(valueText(card, series, value));
  const meanText = (series: CardSeries, mean: CardMean | null) =>
    mean === null
      ? 'no data'
      : `${said(series, mean.mean)}, of ${countOf(mean.count, card.per)}, ${calendarSpanText(mean.from, mean.to)}`;
  return (
    <LargeDialog
      title={cardLabel(card)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => openCard(card)}>Open in History</Button>
          <Button look="primary" onPress={onClose}>
            Close
          </Button>
        </>
      }
    >
      {card.series.map((series) => (
        <table key={series.name} className={side['table']}>
          <caption className={styles['caption']}>{seriesLabel(card, series)}</caption>
          <tbody>
            <tr>
              <th scope="row">Newest</th>
              <td>
                {said(series, series.last.value)}, {calendarDayText(series.last.day)}
              </td>
            </tr>
            <tr>
              <th scope="row">Usual</th>
              <td>
                {series.usual === null
                  ? 'too few days to tell'
                  : `${said(series, series.usual.low)} – ${said(series, series.usual.high)}, of ${countOf(series.usual.days, 'day')}`}
              </td>
            </tr>
            <tr>
              <th scope="row">Last 4 weeks{each}</th>
              <td>{meanText(series, series.recent)}</td>
            </tr>
            <tr>
              <th scope="row">4 weeks before{each}</th>
              <td>{meanText(series, series.before)}</td>
            </tr>
            <tr>
              <th scope="row">Moved</th>
              <td>{wayOf({ ...card, series: [series] })?.words ?? 'too few days to tell'}</td>
            </tr>
          </tbody>
        </table>
      ))}
      <table className={side['table']}>
        <caption className={styles['caption']}>The four weeks to {calendarDayText(newestDay)}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
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
