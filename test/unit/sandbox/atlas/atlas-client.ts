// A small client for the tests of the Atlas stand-in: real HTTP, answers as they come.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type AtlasOptions, type AtlasSandbox, startAtlas } from '../../../sandbox/atlas/start-atlas.ts';
import { createSteppedClock } from '../../../sandbox/http/clock.ts';

export const batchRoute = 'POST /api/v1/healthkit/export/batch';
export const exportRoute = 'POST /api/v1/healthkit/export';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the answer is not JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

export const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

export const chunkOf = (...records: readonly unknown[]) => ({
  rawhealthkit: base64(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
  device: 'Health Relay',
  timestamp: '2026-11-22T12:00:00.000Z',
  recordCount: records.length,
});

export const steps = (uuid: string, valueDouble = 12) => ({
  uuid,
  sampleType: 'HKQuantityTypeIdentifierStepCount',
  sampleClass: 'HKQuantitySample',
  valueDouble,
});

export async function startTestAtlas(options: AtlasOptions = {}): Promise<AtlasSandbox> {
  return startAtlas({
    clock: createSteppedClock(Date.parse('2026-11-22T12:26:24.287Z')),
    limiter: 'off',
    ...options,
  });
}

/** One stand-in for all tests of the file; what is stored is forgotten before each. */
export function overOneAtlas(use: (atlas: AtlasSandbox) => void): void {
  let atlas: AtlasSandbox;
  beforeAll(async () => {
    atlas = await startTestAtlas();
    use(atlas);
  });
  afterAll(() => atlas.close());
  beforeEach(() => {
    atlas.upstream.files.length = 0;
  });
}

/** POST with a valid token unless `headers` says otherwise (an empty authorization sends none). */
export async function post(
  atlas: AtlasSandbox,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const all = { authorization: `Bearer ${atlas.token()}`, 'content-type': 'application/json', ...headers };
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return read(
    await fetch(`${atlas.baseUrl}${path}`, {
      method: 'POST',
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      body: sent as BodyInit,
      redirect: 'manual',
    }),
  );
}

export async function get(
  atlas: AtlasSandbox,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return read(await fetch(`${atlas.baseUrl}${path}`, { headers }));
}

export const sendBatch = (atlas: AtlasSandbox, ...chunks: readonly unknown[]) =>
  post(atlas, '/api/v1/healthkit/export/batch', { chunks });

export const sendOne = (atlas: AtlasSandbox, body: unknown) => post(atlas, '/api/v1/healthkit/export', body);

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not JSON: some tests are about that.
  }
  return { status: response.status, headers: response.headers, text, json };
}
