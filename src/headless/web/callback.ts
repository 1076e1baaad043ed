import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DataClient } from '../../data/protocol/client.ts';
import type { CallbackOutcome } from '../../shared/domain/account.ts';
import { type ErrorText, textFor } from '../../shared/error-texts.ts';
import { acceptedLanguages, inLanguage, type Language, matchLanguage, t } from '../../shared/language.ts';
import { send } from './json-messages.ts';
import { authorityFor } from './request-checks.ts';

export interface CallbackParts {
  readonly data: Pick<DataClient, 'host'>;
  /** For all callers together: nobody signs in that often. */
  readonly callbackPace: RequestPace;
  readonly port: () => number;
}

/** Longer than any sign-in service's callback. */
const maxQuery = 4000;

/** The web host's redirect address for sign-ins, as registered with the sign-in service. */
export function callbackUri(port: number): string {
  return `http://${authorityFor(port)}/callback`;
}

/**
 * Handles a browser that returns from a sign-in. It needs no cookie, because the system's browser may
 * not be the page's. The data program consumes the pending state and hands the code to the page that
 * began. The response is a page of text only, which repeats nothing from the request.
 */
export async function followCallback(
  parts: CallbackParts,
  query: string,
  { headers }: Pick<IncomingMessage, 'headers'>,
  response: ServerResponse,
): Promise<void> {
  const language = matchLanguage(acceptedLanguages(headers['accept-language']));
  const sendWords = async (status: number, words: () => ErrorText) =>
    sendPage(response, status, language, await inLanguage(language, words));
  const sendOutcome = (outcome: CallbackOutcome) =>
    sendWords(outcome === 'accepted' || outcome === 'denied' ? 200 : 400, words[outcome]);
  if (!parts.callbackPace.take()) return sendWords(429, () => textFor('account.too_many_tries'));
  if (!isOneAnswer(query)) return sendOutcome('unknown');
  const url = `${callbackUri(parts.port())}?${query}`;
  const result = await parts.data.host('host.signInCallback', { url });
  const { ok } = result;
  await (ok ? sendOutcome(result.value.outcome) : sendWords(503, () => textFor(result.error.code)));
}

/** One state, and one code or one error: a repeated parameter could mean one thing to us and another to the page. */
export function isOneAnswer(query: string): boolean {
  if (query.length > maxQuery || !/^[\x21-\x7e]+$/.test(query) || query.includes('#')) return false;
  const given = new URLSearchParams(query);
  const count = (name: string) => given.getAll(name).length;
  return count('state') === 1 && count('code') + count('error') === 1;
}

const words: Readonly<Record<CallbackOutcome, () => ErrorText>> = {
  accepted: () => ({
    title: t('Back to Health Relay'),
    text: t('The sign-in continues there. You can close this page.'),
  }),
  denied: () => textFor('account.denied'),
  late: () => textFor('account.link_late'),
  used: () => textFor('account.link_used'),
  unknown: () => textFor('account.link_unknown'),
};

/** The text is our own, with nothing to escape in it. */
function sendPage(
  response: ServerResponse,
  status: number,
  language: Language,
  { title, text }: ErrorText,
): void {
  send(
    response,
    status,
    'text/html; charset=utf-8',
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Health Relay</title></head><body>
<h1>${title}</h1>
<p>${text}</p>
</body></html>
`,
  );
}

/** Allows at most `most` requests within `spanMs` and refuses the rest. */
export class RequestPace {
  readonly #most: number;
  readonly #spanMs: number;
  readonly #now: () => number;
  #taken: number[] = [];

  constructor(most: number, spanMs: number, now: () => number = Date.now) {
    this.#most = most;
    this.#spanMs = spanMs;
    this.#now = now;
  }

  /** True if there is room for one more now. */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter((at) => at > now - this.#spanMs);
    if (this.#taken.length >= this.#most) return false;
    this.#taken.push(now);
    return true;
  }
}
