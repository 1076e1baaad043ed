import { CodedError } from '../../shared/errors.ts';
import type { ArchiveFacts } from './thread-messages.ts';

const minFreeBytes = 64 * 1024 * 1024;
/** Bytes of database for a byte of XML: 0.17 to 0.4 measured. */
const databaseShare = 0.4;
/** Exports unpack to eight times their size and more (healthkit/README §1.2); declared sizes may be modulo 2^32. */
const minRatio = 8;

/** No export unpacks to more (the guard against bombs stops there): what declares more lies. */
const highestRatio = 250;

/** Refuses an import that would fill the disk. Error disk.full {needed, free} (bytes). */
export function checkFreeSpace(facts: ArchiveFacts, databaseBytes: number, free: number): void {
  const isZip = facts.kind === 'zip';
  const declared = Math.min(facts.declaredXmlBytes, isZip ? facts.totalBytes * highestRatio : Infinity);
  const whole = Math.max(declared, facts.totalBytes * (isZip ? minRatio : 1)) * databaseShare;
  const needed = Math.ceil(Math.max(whole - databaseBytes, minFreeBytes));
  if (free < needed) throw new CodedError('disk.full', { needed, free });
}
