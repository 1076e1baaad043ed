import type { Offer } from '../../shared/contract/index.ts';
import { askHost, keepSecret, pageSecret } from './web-request.ts';

const storageKey = 'health-relay-secret';

/** The web host's answer to an accepted page. */
export interface WebEntry {
  readonly secret: string;
  /** A file that the host was started with, ready to import. */
  readonly readyOffer: Offer | null;
}

/**
 * Registers this page with the web host that served it; null if the host doesn't know it. A link's token is exchanged for a secret in this tab's
 * session storage, which belongs to this origin and port, survives a reload, and is never sent automatically.
 */
export async function enterWebHost(): Promise<WebEntry | null> {
  const token = takeLinkToken();
  keepSecret(window.sessionStorage.getItem(storageKey) ?? '');
  const byLink = token === '' ? null : await askHost<WebEntry>('POST', './api/enter', { token });
  const answer = byLink?.ok
    ? byLink
    : pageSecret() === ''
      ? null
      : await askHost<WebEntry>('POST', './api/enter', {});
  if (!answer?.ok) return null;
  keepSecret(answer.value.secret);
  const store = () => window.sessionStorage.setItem(storageKey, pageSecret());
  store();
  // "Forget everything" clears the storage, and the page continues.
  window.addEventListener('pagehide', store);
  return answer.value;
}

/** The token after the `#` of a link; '' otherwise. It is removed from the address, so no bookmark keeps it; a place after a second `#` stays. */
function takeLinkToken(): string {
  const { pathname, hash } = window.location;
  if (pathname !== '/link') return '';
  const [, token = '', place = ''] = hash.split('#');
  window.history.replaceState(null, '', place === '' ? '/' : `/#${place}`);
  return token;
}
