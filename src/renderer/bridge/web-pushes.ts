import { secretHeaderName } from '../../shared/page/headers.ts';
import { pageSecret } from './web-request.ts';

export interface PushLine {
  readonly name: string;
  readonly payload: unknown;
}

/** A host that is silent for this long (its heartbeat comes every 15 s) is gone. */
const silenceMs = 40_000;
const backoffMs = [500, 1_000, 2_000, 5_000, 10_000];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Splits a text stream into complete JSON lines; heartbeats (`{}`) and torn lines are left out. */
export function createLineReader(): (chunk: string) => PushLine[] {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    return lines.flatMap((line) => {
      try {
        const value = JSON.parse(line) as Partial<PushLine> | null;
        return typeof value?.name === 'string' ? [{ name: value.name, payload: value.payload }] : [];
      } catch {
        return [];
      }
    });
  };
}

async function readOnce(onLine: (line: PushLine) => void, onOpen: () => void): Promise<void> {
  const watchdog = new AbortController();
  let timer = setTimeout(() => watchdog.abort(), silenceMs);
  try {
    const response = await fetch('./api/pushes', {
      headers: { [secretHeaderName]: pageSecret() },
      cache: 'no-store',
      redirect: 'error',
      signal: watchdog.signal,
    });
    if (!response.ok || response.body === null) return;
    onOpen();
    const lines = createLineReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => watchdog.abort(), silenceMs);
      for (const line of lines(value)) onLine(line);
    }
  } catch {
    // The connection broke; the caller reopens it.
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps a push connection open for the page's lifetime; uses fetch, because an EventSource sends no header. */
export async function keepPushesOpen(
  onLine: (line: PushLine) => void,
  onConnection: (isConnected: boolean) => void,
): Promise<never> {
  for (let attempt = 0; ; attempt++) {
    await readOnce(onLine, () => {
      attempt = 0;
      onConnection(true);
    });
    onConnection(false);
    await pause(backoffMs[Math.min(attempt, backoffMs.length - 1)] ?? 10_000);
  }
}
