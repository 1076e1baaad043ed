import { languageNow } from '../../../shared/language.ts';

const list = new Intl.ListFormat(languageNow(), { type: 'conjunction', style: 'narrow' });
const pair = new Intl.ListFormat(languageNow(), { type: 'conjunction' });

/** `a, b, c`, in the language of the sentences. */
export const listText = (items: readonly string[]): string => list.format(items);

/** `a and b and c`. */
export const andText = (items: readonly string[]): string =>
  items.length === 0 ? '' : items.reduce((former, next) => pair.format([former, next]));
