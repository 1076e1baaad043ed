import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { readBounded } from './read-bounded.ts';

const largest = 32 * 1024 * 1024;

/**
 * A clinical record's FHIR JSON (DSTU2 or R4, apple-health-export §1.1) as its text, unchanged but for a byte order
 * mark. Error clinical.malformed: not JSON, not UTF-8, or above 32 MiB.
 */
export async function readClinicalRecord(entry: ArchiveEntry): Promise<string> {
  const bytes = await readBounded(entry, largest, 'clinical.malformed');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    // The parser's own message quotes the content, which must reach no log.
    throw new CodedError('clinical.malformed', { reason: 'not_json' });
  }
}
