import type { Offer } from '../../shared/contract/index.ts';
import { askHost, keepSecret, pageSecret } from './web-request.ts';

const storageKey = 'health-relay-secret';

/** What the web host says to a page that it lets in. */
export interface WebEntry {
  readonly secret: string;
  /** A file that the host was started with, ready to import. */
  readonly readyOffer: Offer | null;
}

/**
 * Lets this page in at the web host that served it; null when the host does not know it. The token of a link is
 * exchanged for a secret, which this tab keeps in its session storage: that belongs to this origin with its port, outlives a reload, and
 * no browser sends it by itself.
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
  // Forgetting everything clears the storage, and the page goes on.
  window.addEventListener('pagehide', store);
  return answer.value;
}

/**
 * The token behind the `#` of a link; '' when the page came otherwise. The address becomes clean, so that no bookmark keeps it; a place
 * behind a second `#` stays.
 */
function takeLinkToken(): string {
  const { pathname, hash } = window.location;
  if (pathname !== '/link') return '';
  const [, token = '', place = ''] = hash.split('#');
  window.history.replaceState(null, '', place === '' ? '/' : `/#${place}`);
  return token;
}
