import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { classifyResponse } from '../../../../src/core/targets/atlas/classify-response.ts';
import { requestFailureOf } from '../../../../src/core/targets/foundry/request-failure.ts';
import { NodeHttpClient } from '../../../../src/core/targets/http.ts';
import { readOutcome } from '../../../../src/core/targets/trendy/read-answer.ts';
import { type Certified, TestAuthority } from '../../../support/certificates.ts';

const known = new TestAuthority();
const before = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...before, known.cert]));
afterAll(() => setDefaultCACertificates(before));

/** A server with this certificate: what our client says of it, and how many requests it saw. */
async function ask({ cert, key }: Certified, method: 'GET' | 'POST') {
  let seen = 0;
  const server = createServer({ cert, key }, (_request, response) => {
    seen += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new NodeHttpClient();
  onTestFinished(() => client.close());
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const body = method === 'POST' ? { body: 'health data' } : {};
  const outcome = await client.send({ method, url, timeoutMs: 600_000, ...body });
  return { outcome, seen };
}

test('a certificate of an authority that this computer knows is fine', async () => {
  const { outcome, seen } = await ask(known.issue(), 'POST');
  expect(outcome).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  expect(seen).toBe(1);
});

test.each([
  ['an authority that nobody knows', () => new TestAuthority().issue(), 'sync.cert_untrusted'],
  ['expired', () => known.issue({ to: new Date('2001-01-01T00:00:00Z') }), 'sync.cert_date'],
  ['not valid yet', () => known.issue({ from: new Date('2099-01-01T00:00:00Z') }), 'sync.cert_date'],
  ['another name', () => known.issue({ hosts: ['other.example'] }), 'sync.cert_host'],
  ['another address', () => known.issue({ hosts: ['127.0.0.2'] }), 'sync.cert_host'],
])(
  '%s: has a code of its own at every target, and no byte of the request leaves',
  async (_name, made, code) => {
    for (const method of ['GET', 'POST'] as const) {
      const { outcome, seen } = await ask(made(), method);
      expect(outcome).toEqual({ kind: 'failure', code, hasLeft: false });
      expect(seen).toBe(0);
      expect(classifyResponse(outcome, [1])).toEqual({ kind: 'unsent', pause: code });
      expect(readOutcome(outcome, '')).toMatchObject({ kind: 'away', code, mayHaveActed: false });
      expect(requestFailureOf(outcome)).toMatchObject({ meaning: 'network', code, isUnknown: false });
    }
  },
);
