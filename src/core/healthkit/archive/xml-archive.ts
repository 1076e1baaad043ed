import { CodedError } from '../../../shared/errors.ts';
import type { Archive } from './entry.ts';
import { openFileEntry } from './file-entry.ts';
import { sniff } from './find-main.ts';
import { xmlFingerprint } from './fingerprint.ts';
import { referenceResolver } from './references.ts';
import { type SourceFile, verifyIdentity } from './source-file.ts';

/**
 * The bare XML. It has no other files, so every reference is missing. `isNamedXml` only decides the error of a file that is neither zip nor XML.
 * Errors: import.empty_xml, import.not_xml, import.not_a_zip, import.only_cda, import.no_health_data.
 */
export async function openXml(file: SourceFile, name: string, isNamedXml: boolean): Promise<Archive> {
  const main = openFileEntry(name.normalize('NFC'), file);
  const { kind, isMarkup } = await sniff(main);
  if (kind === 'empty') throw new CodedError(isNamedXml ? 'import.empty_xml' : 'import.empty_archive');
  if (!isMarkup && kind !== 'health')
    throw new CodedError(isNamedXml ? 'import.not_xml' : 'import.not_a_zip');
  if (kind !== 'health') throw new CodedError(kind === 'cda' ? 'import.only_cda' : 'import.no_health_data');
  return {
    kind: 'xml',
    name,
    main,
    entries: [main],
    electrocardiograms: [],
    resolve: referenceResolver([], new Set()),
    fingerprint: () => xmlFingerprint(file),
    consumedBytes: () => main.consumedBytes(),
    totalBytes: file.identity.size,
    alteredEntries: () => [],
    verifyUnchanged: () => verifyIdentity(file.path, file.identity),
    close: () => file.close(),
  };
}
