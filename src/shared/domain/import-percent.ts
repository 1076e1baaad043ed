import type { ImportStatus } from './receipt.ts';

/** Percent (0 to 100) of the compressed main XML; null before it is known how much there is. */
export function importPercent(status: ImportStatus): number | null {
  if (status.phase === 'closing') return 100;
  if (status.totalBytes <= 0) return null;
  return Math.min(100, Math.max(0, (status.readBytes / status.totalBytes) * 100));
}
