import { useQueryClient } from '@tanstack/react-query';
import { type Card, type CardPlace, type Cards, cardPlaces } from '../../../shared/domain/cards.ts';
import type { Failure } from '../../../shared/errors.ts';
import { callKey, failureOf, useAct } from '../../bridge/queries.ts';

interface Arrangement {
  readonly all: readonly Card[];
  /** Sets the order and places of all cards; an empty list restores the defaults. */
  readonly arrange: (cards: readonly Card[]) => void;
  readonly place: (id: string, place: CardPlace) => void;
  readonly move: (ids: ReadonlySet<string>, target: string, side: 'before' | 'after') => void;
  readonly failure: Failure | null;
}

/** The stored cards and the functions to arrange them: changes show at once and are stored in the profile's settings. */
export function useArrangement(all: readonly Card[]): Arrangement {
  const client = useQueryClient();
  const save = useAct('settings.arrangeCards');
  const arrange = (cards: readonly Card[]) => {
    if (cards.length > 0)
      client.setQueryData<Cards>(
        callKey('history.cards', {}),
        (known) => known && { ...known, cards: [...cards] },
      );
    save.mutate({ cards: cards.map(({ id, place }) => ({ id, place })) });
  };
  return {
    all,
    arrange,
    place: (id, place) => arrange(placed(all, id, place)),
    move: (ids, target, side) => arrange(moved(all, ids, target, side)),
    failure: save.error === null ? null : failureOf(save.error),
  };
}

const byPlace = (cards: readonly Card[]) =>
  cards.toSorted((a, b) => cardPlaces.indexOf(a.place) - cardPlaces.indexOf(b.place));

/** With one card in another place: the last of those there, or of the shown ones the first when it was pinned. */
export function placed(all: readonly Card[], id: string, place: CardPlace): Card[] {
  const card = all.find((one) => one.id === id);
  if (card === undefined) return [...all];
  const others = all.filter((one) => one.id !== id);
  const next = { ...card, place };
  return byPlace(card.place === 'pinned' && place === 'shown' ? [next, ...others] : [...others, next]);
}

/** With some cards before or behind another one; they take its place: dropped among pinned ones they are pinned. */
export function moved(
  all: readonly Card[],
  ids: ReadonlySet<string>,
  target: string,
  side: 'before' | 'after',
): Card[] {
  const taken = all.filter(({ id }) => ids.has(id) && id !== target);
  const others = all.filter(({ id }) => !ids.has(id) || id === target);
  const at = others.findIndex(({ id }) => id === target);
  const place = others[at]?.place;
  if (place === undefined) return [...all];
  const to = side === 'before' ? at : at + 1;
  return byPlace([...others.slice(0, to), ...taken.map((card) => ({ ...card, place })), ...others.slice(to)]);
}
