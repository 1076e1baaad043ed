import { useQuery } from '@tanstack/react-query';
import { LayoutDashboard } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Cards } from '../../../shared/domain/cards.ts';
import { inOne } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { plusDays } from '../../../shared/time.ts';
import { callOptions, failureOf, useBridge } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { daysAgoText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { calendarDayText, calendarSpanText, dayIn } from '../../components/zone-formats.ts';
import { formatRoute, goTo } from '../../navigation/routes.ts';
import { CardFigures } from './card-figures.tsx';
import { CardGrid } from './card-grid.tsx';
import { cardLabel, joinedText, lastDayText, openCard, type ShownCard } from './card-words.ts';
import styles from './overview-page.module.css';
import { useArrangement } from './use-arrangement.ts';

/** How long an answer is kept if days were still being computed. */
const stillComputingMs = 2_000;

/** The first page once there is a history: its state, and a card for each kind of data. `state`: above the cards. */
export function OverviewPage({ state }: { readonly state: ReactNode }) {
  const cards = useQuery({
    ...callOptions(useBridge(), 'history.cards', {}),
    refetchInterval: ({ state: { data } }) => (data?.isCurrent === false ? stillComputingMs : false),
  });
  if (cards.error !== null)
    return (
      <div className={styles['page']}>
        {state}
        <FailureNotice failure={failureOf(cards.error)} onRetry={() => cards.refetch()} />
      </div>
    );
  const isComputing = cards.data?.newestDay === null && !cards.data.isCurrent;
  if (cards.data === undefined || isComputing)
    return (
      <div className={styles['page']}>
        {state}
        <Skeleton
          label={isComputing ? t('Computing the figures') : t('Reading the figures')}
          rows={8}
          height={56}
        />
      </div>
    );
  if (cards.data.newestDay === null)
    return (
      <EmptyState
        icon={LayoutDashboard}
        title={t('Nothing here yet')}
        action={
          <Button look="primary" onPress={() => goTo('import')}>
            {t('Import an export')}
          </Button>
        }
      >
        {t('Once you import an export from the Health app, its newest figures appear here.')}
      </EmptyState>
    );
  return (
    <div className={styles['page']}>
      {state}
      <CardsView cards={cards.data} newestDay={cards.data.newestDay} />
    </div>
  );
}

interface Props {
  readonly cards: Cards;
  readonly newestDay: string;
}

function CardsView({ cards, newestDay }: Props) {
  const units = useUnits();
  const { all: known, arrange, place, move, failure } = useArrangement(cards.cards);
  const all = known.map((card): ShownCard => ({ ...card, units }));
  const [figuresOf, setFiguresOf] = useState<string | null>(null);
  const shown = all.filter((card) => card.place !== 'hidden');
  const hidden = all.filter((card) => card.place === 'hidden');
  const opened = all.find(({ id }) => id === figuresOf);
  const { zone, wholeUntil } = cards;
  return (
    <>
      <div className={styles['head']}>
        <h2>{t('Your figures')}</h2>
        <p className={styles['soft']}>
          {t('Through {day}, {ago}', {
            day: calendarDayText(newestDay),
            ago: daysAgoText(newestDay, dayIn(Date.now() / 1000, zone)),
          })}
          {!cards.isCurrent && ` · ${t('some days are still being computed')}`}
        </p>
      </div>
      {!cards.hasEvents && (
        <Notice
          tone="info"
          title={t('Sleep and workouts aren’t here yet')}
          actions={<a href={formatRoute('settings', { at: 'zone' })}>{t('Home time zone')}</a>}
        >
          {t('They’re created once you confirm the home time zone.')}
        </Notice>
      )}
      {failure !== null && <FailureNotice failure={failure} about={t('The cards couldn’t be arranged')} />}
      <CardGrid
        cards={shown}
        newestDay={newestDay}
        wholeUntil={wholeUntil}
        onPlace={place}
        onMove={move}
        onFigures={setFiguresOf}
      />
      <Disclosure level={2} title={t('Hidden cards ({count})', { count: hidden.length })}>
        <HiddenCards cards={hidden} wholeUntil={wholeUntil} onShow={(id) => place(id, 'shown')} />
        <div className={styles['reset']}>
          <Button look="quiet" onPress={() => arrange([])}>
            {t('Restore the default cards and order')}
          </Button>
        </div>
      </Disclosure>
      <Disclosure level={2} title={t('How these figures are calculated')}>
        <HowMade cards={cards} newestDay={newestDay} />
      </Disclosure>
      {opened !== undefined && (
        <CardFigures card={opened} newestDay={newestDay} onClose={() => setFiguresOf(null)} />
      )}
    </>
  );
}

interface HiddenProps {
  readonly cards: readonly ShownCard[];
  readonly wholeUntil: string | null;
  readonly onShow: (id: string) => void;
}

function HiddenCards({ cards, wholeUntil, onShow }: HiddenProps) {
  if (cards.length === 0) return <p className={styles['soft']}>{t('No card is hidden.')}</p>;
  return (
    <ul className={styles['hidden']}>
      {cards.map((card) => {
        const last = joinedText(card, ({ last: { value } }) => value);
        return (
          <li key={card.id}>
            <button type="button" className={styles['name']} onClick={() => openCard(card)}>
              {cardLabel(card)}
            </button>
            <span>{last === null ? '' : inOne(last)}</span>
            <span className={styles['soft']}>{lastDayText(card, wholeUntil)}</span>
            <Button aria-label={t('Show {name}', { name: cardLabel(card) })} onPress={() => onShow(card.id)}>
              {t('Show', {}, 'hidden card')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function HowMade({ cards: { zone, wholeUntil, cards }, newestDay }: Props) {
  const until = wholeUntil ?? newestDay;
  const before = (days: number) => plusDays(until, -days);
  return (
    <ul className={styles['how']}>
      <li>{t('Days are in {zone}. The top figure is from the newest day with data.', { zone })}</li>
      <li>
        {t(
          'The chart covers the four weeks to {day}, the newest day of the whole history. The gray band is the usual range.',
          { day: calendarDayText(newestDay) },
        )}
      </li>
      <li>
        {t(
          'Usual: from the 10th to the 90th percentile of the days with data in the 90 days {span}. With fewer than 7 such days, there is none.',
          { span: calendarSpanText(before(89), until) },
        )}
      </li>
      <li>
        {t(
          '4 weeks: the mean of {span}, and before that, of {before}. Means per day cover days with data; means per week, for workouts and other occasional activities, cover all four weeks.',
          { span: calendarSpanText(before(27), until), before: calendarSpanText(before(55), before(28)) },
        )}
      </li>
      <li>
        {t(
          'Up or down: the two means differ by more than twice the standard error of their difference, so by more than day-to-day variation explains.',
        )}
      </li>
      {until !== newestDay && (
        <li>
          {t(
            '{day} is incomplete: the export was made on that day. It’s in the chart but in no mean or range.',
            { day: calendarDayText(newestDay) },
          )}
        </li>
      )}
      {cards.some(({ kind }) => kind === 'sleep') && (
        <li>
          {t(
            'The Sleep card has the night of each evening: its longest sleep, if it lasts three hours or more. It has no naps. The page of the type Sleep and the command line add up all sleep of an evening, naps included.',
          )}
        </li>
      )}
      <li>{t('Each type’s page explains how a day’s records become its figure.')}</li>
    </ul>
  );
}
