import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { checkJson } from './json-check.ts';
import { readBounded } from './read-bounded.ts';

/** A scanned document in a resource may take several megabytes, and its text is copied a few times while it is read. */
const largest = 16 * 1024 * 1024;

/**
 * A clinical record's FHIR JSON (DSTU2 or R4, healthkit/README §1.1) as text, unchanged except for a byte order mark. Error clinical.malformed: not
 * JSON, not UTF-8, above 16 MiB, or with too many levels or values.
 */
export async function readClinicalRecord(entry: ArchiveEntry): Promise<string> {
  const bytes = await readBounded(entry, largest, 'clinical.malformed');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CodedError('clinical.malformed', { reason: 'not_json' });
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const found = checkJson(hasMark ? bytes.subarray(3) : bytes);
  if (found !== 'json') throw new CodedError('clinical.malformed', { reason: found });
  return text;
}
