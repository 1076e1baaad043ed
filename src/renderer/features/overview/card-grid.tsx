import { GridList, GridListItem, useDragAndDrop } from 'react-aria-components';
import type { CardPlace } from '../../../shared/domain/cards.ts';
import { t } from '../../../shared/language.ts';
import { cardLabel, openCard, type ShownCard } from './card-words.ts';
import { OverviewCard } from './overview-card.tsx';
import styles from './overview-page.module.css';

interface Props {
  readonly cards: readonly ShownCard[];
  readonly newestDay: string;
  readonly wholeUntil: string | null;
  readonly onPlace: (id: string, place: CardPlace) => void;
  readonly onMove: (ids: ReadonlySet<string>, target: string, side: 'before' | 'after') => void;
  readonly onFigures: (id: string) => void;
}

/** The cards that are shown. Each is opened by a press or Enter, and moved by dragging or, by keyboard, with its handle. */
export function CardGrid({ cards, newestDay, wholeUntil, onPlace, onMove, onFigures }: Props) {
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': labelOf(cards, String(key)) })),
    onReorder: ({ keys, target }) => {
      if (target.dropPosition !== 'on')
        onMove(new Set([...keys].map(String)), String(target.key), target.dropPosition);
    },
  });
  return (
    <GridList
      aria-label={t('Cards')}
      layout="grid"
      items={cards}
      dependencies={[cards, newestDay, wholeUntil]}
      className={styles['grid'] ?? ''}
      dragAndDropHooks={dragAndDropHooks}
      onAction={(key) => {
        const card = cards.find(({ id }) => id === key);
        if (card !== undefined) openCard(card);
      }}
      renderEmptyState={() => <p className={styles['soft']}>{t('Every card is hidden.')}</p>}
    >
      {(card) => (
        <GridListItem id={card.id} textValue={cardLabel(card)} className={styles['card'] ?? ''}>
          <OverviewCard
            card={card}
            newestDay={newestDay}
            wholeUntil={wholeUntil}
            onPlace={(place) => onPlace(card.id, place)}
            onFigures={() => onFigures(card.id)}
          />
        </GridListItem>
      )}
    </GridList>
  );
}

function labelOf(cards: readonly ShownCard[], id: string): string {
  const card = cards.find((one) => one.id === id);
  return card === undefined ? '' : cardLabel(card);
}
