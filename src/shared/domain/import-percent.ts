import type { ImportStatus } from './receipt.ts';

/** Percentage (0 to 100) of the compressed main XML; null until the total is known. */
export function importPercent(status: ImportStatus): number | null {
  if (status.phase === 'closing') return 100;
  if (status.totalBytes <= 0) return null;
  return Math.min(100, Math.max(0, (status.readBytes / status.totalBytes) * 100));
}
