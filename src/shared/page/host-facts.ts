import type { Offer } from '../contract/index.ts';

/** Names under which the served index.html tells the page what its host knows of it. */
export const tokenMetaName = 'health-relay-token';
export const offerMetaName = 'health-relay-offer';
export const tokenHeaderName = 'x-health-relay-token';

export interface HostFacts {
  /** Proves that a call comes from this page; only where the transport is HTTP. */
  readonly token?: string;
  /** A file that was named when the app was started, ready to import. JSON of an Offer. */
  readonly offer?: Offer;
}

/** index.html with the host's facts in its head. Throws when the built page has no `<head>`: that build is broken. */
export function withHostFacts(html: string, facts: HostFacts): string {
  const metas: string[] = [];
  if (facts.token !== undefined) metas.push(meta(tokenMetaName, facts.token));
  if (facts.offer !== undefined) metas.push(meta(offerMetaName, JSON.stringify(facts.offer)));
  const head = html.indexOf('<head>');
  if (head === -1) throw new Error('index.html has no <head>');
  const at = head + '<head>'.length;
  return html.slice(0, at) + metas.join('') + html.slice(at);
}

function meta(name: string, content: string): string {
  return `<meta name="${name}" content="${escapeAttribute(content)}">`;
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
