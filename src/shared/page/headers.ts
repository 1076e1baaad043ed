/**
 * What the page may load and do, the same in both hosts. Nothing inline, nothing from elsewhere: an export holds text
 * that others wrote (source names, metadata), and none of it may ever run. `origins`: where it may connect to beside its
 * own; what is no exact origin is left out.
 */
export function contentSecurityPolicyFor(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...origins.filter(isExactOrigin)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const exactOrigin = new RegExp(
  `^(?:https://${label}(?:\\.${label})*|http://(?:127\\.0\\.0\\.1|localhost|\\[::1\\]))(?::[1-9]\\d{0,4})?$`,
);

/** https, or http on this computer itself: scheme, host and port as a browser writes them and nothing more, no path, no pattern. */
export function isExactOrigin(text: string): boolean {
  return text.length <= 300 && exactOrigin.test(text);
}

/** Where a page of the web host sends the secret that it got for its link. */
export const secretHeaderName = 'x-health-relay-secret';

/** Of everything but a page that may sign in. */
export const contentSecurityPolicy = contentSecurityPolicyFor([]);

/** Powers of the browser that the page never asks for. */
const permissionsPolicy = [
  'camera',
  'display-capture',
  'geolocation',
  'hid',
  'microphone',
  'payment',
  'serial',
  'usb',
]
  .map((power) => `${power}=()`)
  .join(', ');

/** Headers of every answer, page, asset and call alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissionsPolicy,
};
