import tls from 'node:tls';

let areKnown = false;

/**
 * Trusts the authorities of this computer beside those that Node brings and those of NODE_EXTRA_CA_CERTS: a company's own stands there.
 * Once a process, before its first request over TLS: reading them takes a moment. Where they cannot be read (Node before 22.19, a
 * store that is locked) those of Node serve alone, and a certificate of others is told as untrusted.
 */
export function trustSystemRoots(): void {
  if (areKnown) return;
  areKnown = true;
  if (typeof tls.setDefaultCACertificates !== 'function') return;
  try {
    // 'default' holds the bundled ones, the extra ones, and whatever a test or the command line put there.
    const known = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...new Set([...known, ...tls.getCACertificates('system')])]);
  } catch {
    // Said by the first certificate that is not trusted.
  }
}
