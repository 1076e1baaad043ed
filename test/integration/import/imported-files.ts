import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import { exportXml, type XmlElement } from '../../support/health-xml.ts';
import { openImporter, readHere, type TestImporter } from '../../support/import-harness.ts';
import { writeZip } from '../../support/zip-writer.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

export const day = 86_400;
export const hour = 3600;
export const noon = 1_748_772_000;

export interface ExportFile {
  readonly exportAt: number;
  readonly elements: readonly XmlElement[];
  /** Text by the path of a file beside the XML: makes it a zip, which may have none. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Imports files in the given order into a profile of their own. */
export async function importFiles(
  files: readonly ExportFile[],
): Promise<{ importer: TestImporter; receipts: readonly Receipt[] }> {
  const dir = scratchDir();
  const importer = await openImporter(join(dir, 'profile'), readHere);
  const receipts: Receipt[] = [];
  for (const [index, { exportAt, elements, beside }] of files.entries()) {
    const path = join(dir, `${index}.${beside === undefined ? 'xml' : 'zip'}`);
    const xml = exportXml(elements, { exportAt });
    writeFileSync(path, beside === undefined ? xml : zipOf({ 'export.xml': xml, ...beside }));
    receipts.push(await importer.importFile(path, { isSamePerson: true }));
  }
  return { importer, receipts };
}

const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  writeZip(Object.entries(files).map(([name, data]) => ({ name: `apple_health_export/${name}`, data })));
