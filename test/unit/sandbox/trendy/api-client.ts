import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { createSteppedClock } from '../../../sandbox/http/clock.ts';
import { startTrendy, type TrendyOptions, type TrendySandbox } from '../../../sandbox/trendy/start-trendy.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The shapes differ by route and outcome; each test states the one it expects.
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the server sent
  readonly json: any;
}

export interface Bench {
  sandbox: TrendySandbox;
  token: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Makes an event type and gives its id. */
  makeType(name?: string): Promise<string>;
}

export const startAt = Date.UTC(2025, 0, 16, 9, 0, 0);

/** A fresh stand-in for each test of a file, on a clock that stands still, with a signed-in client. */
export function trendyBench(options: TrendyOptions = {}): Bench {
  const bench = {} as Bench;
  beforeEach(async () => {
    const sandbox = await startTrendy({ clock: createSteppedClock(startAt), ...options });
    bench.sandbox = sandbox;
    bench.token = sandbox.token();
    bench.send = (method, path, body, headers = {}) =>
      sendTo(sandbox.baseUrl, method, path, body, { Authorization: `Bearer ${bench.token}`, ...headers });
    bench.makeType = async (name = 'Steps') => {
      const answer = await bench.send('POST', 'api/v1/event-types', {
        name,
        color: '#34C759',
        icon: 'figure.walk',
      });
      return answer.json.id;
    };
  });
  afterEach(() => bench.sandbox.close());
  return bench;
}

export async function sendTo(
  baseUrl: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof body === 'string';
  const response = await fetch(baseUrl + path, {
    method,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

let made = 0;

/** A HealthKit event of its own second, as the desktop would send it. */
export function healthEvent(typeId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  return {
    id: v7(),
    event_type_id: typeId,
    timestamp: new Date(Date.UTC(2024, 5, 1) + made * 60_000).toISOString().replace('.000', ''),
    notes: 'Auto-logged: 8123 steps',
    is_all_day: true,
    source_type: 'healthkit',
    healthkit_sample_id: `hkx-steps-${made}`,
    healthkit_category: 'steps',
    properties: { 'Step Count': { type: 'number', value: 8123 } },
    ...more,
  };
}

export function v7(atMs = startAt): string {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
