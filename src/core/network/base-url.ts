import { CodedError } from '../../shared/errors.ts';

/** Loopback by name or number: the only places that may be spoken to without TLS. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * A target's address in its one form: scheme, host, port and path without a trailing slash. https unless loopback; no user
 * info, query or fragment. '' stays '': not set. Error settings.bad_address {reason}.
 */
export function normalizeBaseUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const url = URL.parse(trimmed);
  const refuse = (reason: string): never => {
    throw new CodedError('settings.bad_address', { reason });
  };
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return refuse('not_a_web_address');
  if (url.username !== '' || url.password !== '') return refuse('user_info');
  if (url.search !== '' || url.hash !== '' || trimmed.includes('?') || trimmed.includes('#'))
    return refuse('query');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refuse('not_https');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * The sign-in service's domain in its one form: the bare host, as Auth0 shows it; with its scheme only for a stand-in on this
 * computer. '' stays ''. Error settings.bad_address {reason}.
 */
export function normalizeDomain(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const url = new URL(normalizeBaseUrl(trimmed.includes('://') ? trimmed : `https://${trimmed}`));
  if (url.pathname !== '/') throw new CodedError('settings.bad_address', { reason: 'not_a_web_address' });
  return url.protocol === 'https:' ? url.host : url.origin;
}

/** Host and port, for people. */
export function hostOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? '';
}
