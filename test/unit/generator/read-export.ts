import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { fromBuffer } from 'yauzl';

/** Files of a zip by name; CRCs are checked. */
export async function filesOf(path: string): Promise<Map<string, Buffer>> {
  const bytes = await readFile(path);
  const files = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, decodeStrings: true, strictFileNames: false }, (error, zip) => {
      if (error) return reject(error);
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          buffer(stream).then((read) => {
            files.set(entry.fileName, read);
            zip.readEntry();
          }, reject);
        });
      });
      zip.readEntry();
    });
  });
  return files;
}

export interface ReadElement {
  readonly name: string;
  readonly parent: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every element of a document, in order, as a strict parser sees them. */
export function elementsOf(xml: Buffer): ReadElement[] {
  const elements: ReadElement[] = [];
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    elements.push({
      name: tag.name,
      parent: open.at(-1) ?? '',
      attributes: { ...tag.attributes } as Record<string, string>,
    });
    open.push(tag.name);
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml.toString('utf8')).close();
  return elements;
}

/** UTC seconds of a date as the file prints it. */
export function instantOf(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (!match) throw new Error(`not a date: ${text}`);
  const offset = (Number(match[4]) * 60 + Number(match[5])) * (match[3] === '-' ? -60 : 60);
  return Date.parse(`${match[1]}T${match[2]}Z`) / 1000 - offset;
}

/** Top-level and nested records by type, instants, source and value: what identity is made of. */
export function recordKeys(elements: readonly ReadElement[], withValue = true): string[] {
  return elements
    .filter((element) => element.name === 'Record')
    .map(({ attributes: a }) =>
      [
        a['type'],
        instantOf(a['startDate'] ?? ''),
        instantOf(a['endDate'] ?? ''),
        a['sourceName'],
        withValue ? (a['value'] ?? '') : '',
      ].join('|'),
    );
}
