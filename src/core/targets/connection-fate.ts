import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { CertificateCode, HttpOutcome, HttpRequest, WayCode } from '../network/http-client.ts';
import { offersBasic } from '../network/proxies.ts';

export interface ConnectionFate {
  readonly outcome: Promise<HttpOutcome>;
  readonly finish: (outcome: HttpOutcome) => void;
  /** The response began and did not end. */
  readonly cut: (error: unknown) => void;
}

/**
 * Watches one request until it has an outcome. Whether anything has left is read off the socket, in bytes of the request
 * itself: those of a handshake, with the server or with a proxy before it, tell the server nothing.
 */
export function connectionFate(
  outgoing: ClientRequest,
  { timeoutMs, signal }: HttpRequest,
  isProxied: boolean,
): ConnectionFate {
  const { promise: outcome, resolve } = Promise.withResolvers<HttpOutcome>();
  let socket: Socket | null = null;
  let before = 0;
  let isReady = false;
  const hasLeft = () => isReady && socket !== null && socket.bytesWritten > before;
  const begin = () => {
    isReady = true;
  };
  outgoing.on('socket', (given) => {
    socket = given;
    before = given.bytesWritten;
    if (!given.connecting && !isShakingHands(given)) begin();
    else given.once('encrypted' in given ? 'secureConnect' : 'connect', begin);
  });
  let isPastProxy = !isProxied;
  // The proxy's own response is not the server's (https-proxy-agent would pass it on as one).
  outgoing.once('proxyConnect', (response: ProxyResponse) => {
    isPastProxy = true;
    if (response.statusCode === 200) return;
    finish({ kind: 'failure', code: refusalOf(response), hasLeft: false });
    outgoing.destroy();
  });

  const stop = (code: 'sync.timeout' | 'cancelled') => {
    const left = hasLeft();
    finish({ kind: 'failure', code, hasLeft: left });
    outgoing.destroy();
  };
  const timer = setTimeout(() => stop('sync.timeout'), timeoutMs);
  const abort = () => stop('cancelled');
  signal?.addEventListener('abort', abort, { once: true });

  function finish(result: HttpOutcome): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    resolve(result);
  }
  const cut = () => finish({ kind: 'failure', code: 'sync.cut_short', hasLeft: true });
  outgoing.on('error', (error) => {
    if (hasLeft()) cut();
    else finish({ kind: 'failure', code: faultOfTheWay(error), hasLeft: false });
  });
  const faultOfTheWay = (error: unknown): WayCode | 'sync.network' =>
    certificateFault(error) ?? (isPastProxy ? 'sync.network' : 'sync.proxy_unreachable');
  return { outcome, finish, cut };
}

interface ProxyResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A password is asked for only where it can be sent. */
function refusalOf({ statusCode, headers }: ProxyResponse): WayCode {
  if (statusCode !== 407) return 'sync.proxy_refused';
  return offersBasic(headers['proxy-authenticate']) ? 'sync.proxy_auth' : 'sync.proxy_scheme';
}

/** Over a connection that is made already, as that through a proxy is, TLS begins later (`tls.connect({ socket })`). */
function isShakingHands(socket: Socket): boolean {
  return 'secureConnecting' in socket && socket.secureConnecting === true;
}

/** OpenSSL's reasons (X509_V_ERR_…, as Node spells them in `error.code`) and Node's own for the name. */
const certificateFaults = new Map<unknown, CertificateCode>([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'sync.cert_host'],
  ['HOSTNAME_MISMATCH', 'sync.cert_host'],
  ...[
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CRL_HAS_EXPIRED',
    'CRL_NOT_YET_VALID',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
  ].map((reason) => [reason, 'sync.cert_date'] as const),
  ...[
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_SIGNATURE_FAILURE',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
  ].map((reason) => [reason, 'sync.cert_untrusted'] as const),
]);

function certificateFault(error: unknown): CertificateCode | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  return certificateFaults.get(error.code) ?? null;
}
