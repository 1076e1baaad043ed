const maxBytes = 4096;

/** Tokens in headers and bodies: three dotted parts, or text after the word that announces them. */
const credentials = [
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  /(?<="(?:access_token|refresh_token|id_token|token|password|client_secret|apikey|authorization)"\s*:\s*")[^"]*/gi,
];

/** The server's raw response, kept for "technical details": without credentials, `secret` among them, at most 4 KiB. */
export function keptAnswer(text: string, secret: string | null = null): string {
  // Cut first, generously: a server's megabytes are not worth searching, and no token ends far behind the cut.
  let kept = text.slice(0, maxBytes * 4);
  if (secret !== null && secret.length >= 8) kept = kept.replaceAll(secret, '[removed]');
  for (const pattern of credentials) kept = kept.replace(pattern, '[removed]');
  return Buffer.from(kept, 'utf8')
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
}
