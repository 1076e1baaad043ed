import { formatLocale, sentences, t } from './language.ts';

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** Title: what happened, without a period. Text: the data that was kept and the next step, in full sentences. Never the code itself. */
export interface ErrorText {
  readonly title: string;
  readonly text: string;
}

export type Writer = (details: ErrorDetails) => ErrorText;

/** A message, or a function that builds one from the facts; '' adds nothing. */
export type Sentence = string | ((details: ErrorDetails) => string);

/**
 * A text of whole sentences. Each gets `target` (its name, or `none`) and `until` (the next attempt as
 * a time of day, or `unknown`), which messages select by.
 */
export const say =
  (title: string, ...said: readonly Sentence[]): Writer =>
  (details) => {
    const facts = factsOf(details);
    const texts = said.map((one) => (typeof one === 'string' ? t(one, facts) : one(details)));
    return { title: t(title, facts), text: sentences(...texts) };
  };

/** A message about an automatic next step; empty for an item that is left to the user (`isFinal`). */
export const unlessFinal =
  (said: string): Sentence =>
  (details) =>
    details['isFinal'] === true ? '' : t(said, factsOf(details));

const factsOf = (details: ErrorDetails) => ({
  target: word(details, 'target') ?? 'none',
  until: untilText(details),
});

/** `untilMs` (UTC milliseconds) as `14:05`. */
function untilText(details: ErrorDetails): string {
  const until = figure(details, 'untilMs');
  if (until === null) return 'unknown';
  const clock = new Intl.DateTimeFormat(formatLocale(), { hour: 'numeric', minute: '2-digit' });
  return clock.format(new Date(until));
}

export function figure(details: ErrorDetails, key: string): number | null {
  const value = details[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function word(details: ErrorDetails, key: string): string | null {
  const value = details[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
