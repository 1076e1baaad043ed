import { vi } from 'vitest';

/**
 * Nothing is waited for longer than this: the end of a test that hangs, not a measure of one that works. Far above what a
 * step takes on one busy core at the lowest priority. The runners' own guards are above it (vitest.config.ts).
 */
export const hangMs = 120_000;

/** What `vi.waitFor` and `vi.waitUntil` wait for is as late as the machine is slow; their own default is a second. */
function patient<O extends { timeout?: number; interval?: number }>(options: number | O | undefined): O {
  const given = typeof options === 'number' ? { timeout: options } : options;
  return { timeout: hangMs, interval: 10, ...given } as O;
}

const { waitFor, waitUntil } = vi;
vi.waitFor = (act, options) => waitFor(act, patient(options));
vi.waitUntil = (act, options) => waitUntil(act, patient(options));
