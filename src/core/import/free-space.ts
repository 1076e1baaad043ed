import { CodedError } from '../../shared/errors.ts';
import type { ArchiveFacts } from './thread-messages.ts';

const leastFreeBytes = 64 * 1024 * 1024;
/** Bytes of database for a byte of XML: 0.17 to 0.4 measured. */
const databaseShare = 0.4;
/** Exports unpack to eight times their size and more (apple-health-export §1.2); declared sizes may be modulo 2^32. */
const leastRatio = 8;

/** Refuses an import that would fill the disk. Error disk.full {needBytes, freeBytes}. */
export function checkFreeSpace(facts: ArchiveFacts, databaseBytes: number, freeBytes: number): void {
  const packed = facts.kind === 'zip' ? facts.totalBytes * leastRatio : facts.totalBytes;
  const whole = Math.max(facts.declaredXmlBytes, packed) * databaseShare;
  const needBytes = Math.ceil(Math.max(whole - databaseBytes, leastFreeBytes));
  if (freeBytes < needBytes) throw new CodedError('disk.full', { needBytes, freeBytes });
}
