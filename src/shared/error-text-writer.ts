export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** What happened (title, no full stop) and what was kept and what to do (text, full sentences). Never the code itself. */
export interface ErrorText {
  readonly title: string;
  readonly text: string;
}

export type Writer = (details: ErrorDetails) => ErrorText;

/** A sentence that needs no facts. */
export const say =
  (title: string, text: string): Writer =>
  () => ({ title, text });

export function figure(details: ErrorDetails, key: string): number | null {
  const value = details[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function word(details: ErrorDetails, key: string): string | null {
  const value = details[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
