import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DestinationCard as Card, SyncOverview } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { m, sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { useDestinationPlace } from '../../bridge/use-account.ts';
import { Button } from '../../components/button.tsx';
import frame from '../../components/card.module.css';
import { countText } from '../../components/formats.ts';
import { rich } from '../../components/language.tsx';
import { Countdown, When } from '../../components/live-time.tsx';
import { ProgressBar } from '../../components/loading.tsx';
import { StatusDot } from '../../components/marks.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import { CardPause } from './card-pause.tsx';
import { CardUpdates } from './card-updates.tsx';
import { CardWarnings } from './card-warnings.tsx';
import { cardPercent, cardState, isOff, nextTurnText, phaseText } from './card-words.ts';
import styles from './destination-card.module.css';
import { syncQuery, type TabName } from './sync-filters.ts';

interface Props {
  readonly card: Card;
  readonly overview: SyncOverview;
}

/** Another account's destination is shown next to the current one. */
const cardName = ({ target, isCurrent }: Card) =>
  isCurrent ? targetName(target) : t('{target}, another account', { target: targetName(target) });

/** One destination at a glance: its state, its figures, and the cause and remedy of a pause. */
export function DestinationCard({ card, overview }: Props) {
  const { isPausedByPerson } = overview;
  const { look, words } = cardState(card, overview);
  const placeOf = useDestinationPlace();
  return (
    <section className={`${frame['card']} ${styles['card']}`} aria-label={cardName(card)}>
      <header className={styles['head']}>
        <div className={styles['names']}>
          <h2>{targetName(card.target)}</h2>
          <p className={styles['where']} title={card.dataset === '' ? card.host : card.dataset}>
            {placeOf(card)}
          </p>
        </div>
        {!isOff(card) && !isPausedByPerson && <PauseButton card={card} />}
      </header>
      <p className={styles['state']}>
        <StatusDot look={look} />
        {words}
      </p>
      <CardProgress card={card} />
      <CardFigures card={card} />
      <p className={styles['times']}>
        {card.lastSuccessAt !== null && (
          <span>{rich('Last delivered {when}', { when: <When at={card.lastSuccessAt} /> })}</span>
        )}
        {card.readBack?.code === null && (
          <span>
            {rich('Verified as readable {when}', { when: <When at={card.readBack.atMs / 1000} /> })}
          </span>
        )}
        {card.nextTryAtMs !== null && (
          <Countdown atMs={card.nextTryAtMs} words={(left) => nextTurnText(card, left)} />
        )}
      </p>
      {card.pausedBy !== null && (
        <CardPause card={card} code={card.pausedBy} isEverythingPaused={isPausedByPerson} />
      )}
      <CardUpdates card={card} />
      <CardWarnings card={card} />
    </section>
  );
}

function CardProgress({ card }: { readonly card: Card }) {
  if (card.pausedBy !== null || phaseText(card) === null) return null;
  return (
    <ProgressBar
      label={t('Sending to {target}', { target: targetName(card.target) })}
      percent={cardPercent(card)}
    />
  );
}

/** The number and the state of items. */
const figureTexts = {
  pending: m('{count, plural, one {<b>#</b> pending} other {<b>#</b> pending}}'),
  sending: m('{count, plural, one {<b>#</b> sending} other {<b>#</b> sending}}'),
  waiting: m('{count, plural, one {<b>#</b> waiting} other {<b>#</b> waiting}}'),
  failed: m('{count, plural, one {<b>#</b> failed} other {<b>#</b> failed}}'),
  uncertain: m('{count, plural, one {<b>#</b> uncertain} other {<b>#</b> uncertain}}'),
  delivered: m('{count, plural, one {<b>#</b> delivered} other {<b>#</b> delivered}}'),
} as const;
/** Held back on purpose: the number, and why. */
const heldBackTexts = [
  [
    'held',
    m('{count, plural, one {<b>#</b> held for your phone} other {<b>#</b> held for your phone}}'),
    m(
      'Recent workouts, water, and mindfulness that your phone may send itself. They don’t count as pending.',
    ),
  ],
  [
    'incomplete',
    m('{count, plural, one {<b>#</b> incomplete} other {<b>#</b> incomplete}}'),
    m(
      'Events of a day or night that hadn’t ended when the export was made. They’re sent once a later export completes them. They don’t count as pending.',
    ),
  ],
] as const;
const bold = (inner: ReactNode) => <strong>{inner}</strong>;

/** Every state by name; non-empty ones link to their list. */
function CardFigures({ card }: { readonly card: Card }) {
  const figures: readonly (readonly [keyof typeof figureTexts, TabName])[] = [
    ['pending', 'pending'],
    ['sending', 'pending'],
    ['waiting', 'pending'],
    ['failed', 'failed'],
    ['uncertain', 'uncertain'],
    ['delivered', 'delivered'],
  ];
  return (
    <ul className={styles['figures']}>
      {figures.map(([name, tab]) => {
        const words = rich(figureTexts[name], { count: card[name], b: bold });
        return (
          <li key={name} className={styles[`is_${name}`]} data-none={card[name] === 0}>
            {card[name] === 0 ? (
              <span>{words}</span>
            ) : (
              <a href={formatRoute('sync', syncQuery({ tab, destination: card.id }))}>{words}</a>
            )}
          </li>
        );
      })}
      {heldBackTexts.map(
        ([name, words, why]) =>
          card[name] > 0 && (
            <li key={name} title={t(why)}>
              <span>{rich(words, { count: card[name], b: bold })}</span>
            </li>
          ),
      )}
    </ul>
  );
}

function PauseButton({ card }: { readonly card: Card }) {
  const pause = useAct('sync.pause');
  const resume = useAct('sync.resume');
  const isPaused = card.pausedBy === 'sync.paused_by_you';
  const failed = pause.error ?? resume.error;
  const target = targetName(card.target);
  const act = () => (isPaused ? resume : pause).mutate({ destination: card.id });
  if (failed !== null) return <FailureNotice failure={failureOf(failed)} onRetry={act} />;
  return (
    <Button
      look="icon"
      aria-label={isPaused ? t('Resume {target}', { target }) : t('Pause {target}', { target })}
      isDisabled={pause.isPending || resume.isPending}
      onPress={act}
    >
      {isPaused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
    </Button>
  );
}

/** A one-line card for replaced destinations. */
export function ReplacedLine({ card }: { readonly card: Card }) {
  const placeOf = useDestinationPlace();
  return (
    <li>
      <strong>{targetName(card.target)}</strong>
      <span>{placeOf(card)}</span>
      <span>
        {sentences(
          t('{delivered} delivered, {pending} pending, {failed} failed.', {
            delivered: countText(card.delivered),
            pending: countText(card.pending),
            failed: countText(card.failed),
          }),
          t('{title}.', { title: textFor('sync.replaced').title }),
        )}
      </span>
    </li>
  );
}
