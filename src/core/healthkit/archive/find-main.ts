import { CodedError } from '../../../shared/errors.ts';
import { readExportDate } from '../date.ts';
import { headBytes, utf8Stream } from './document-stream.ts';
import type { ArchiveEntry } from './entry.ts';
import { baseName } from './names.ts';

/** ExportDate comes right after the root's start tag. */
const afterRoot = 64 * 1024;
/** Maximum number of XML files to inspect; an export has two. */
const maxCandidates = 64;

/** The facts in the first bytes of an XML file. */
export interface Sniffed {
  readonly kind: 'health' | 'cda' | 'empty' | 'other';
  /** UTC seconds; null if there is no readable date. */
  readonly exportedAt: number | null;
  /** The document begins, after white space, with `<`. */
  readonly isMarkup: boolean;
}

/** Reads up to about 1 MiB of an entry. The readable part of a damaged entry counts. */
export async function sniff(entry: ArchiveEntry): Promise<Sniffed> {
  const chunks: Buffer[] = [];
  let size = 0;
  let failure: unknown = null;
  try {
    for await (const chunk of utf8Stream(entry)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= headBytes + afterRoot) break;
    }
  } catch (error) {
    failure = error;
  }
  const text = Buffer.concat(chunks).toString('latin1'); // the search needs only ASCII
  const isMarkup = /^(?:ï»¿)?\s*</.test(text);
  const root = text.search(/<HealthData[\s/>]/);
  const cda = text.search(/<(?:\w+:)?ClinicalDocument[\s/>]/);
  if (root !== -1 && root < headBytes && (cda === -1 || root < cda)) {
    const printed =
      /<ExportDate\s+value\s*=\s*["']([^"']*)["']/.exec(text.slice(root, root + afterRoot))?.[1] ?? '';
    const read = readExportDate(printed);
    const exportedAt = read === null || read === 'unknown_calendar' ? null : read.date.at;
    return { kind: 'health', exportedAt, isMarkup };
  }
  if (failure !== null) throw failure;
  const kind = size === 0 ? 'empty' : cda === -1 ? 'other' : 'cda';
  return { kind, exportedAt: null, isMarkup };
}

/** An `*.xml` that may be the main one; `export_cda.xml` and its localized forms are another rendering of it. */
function isCandidate(path: string): boolean {
  return /\.xml$/i.test(path) && !isCda(path);
}

function isCda(path: string): boolean {
  return /_cda\.xml$/i.test(baseName(path));
}

/**
 * Finds the main XML by content, never by name; among several, the newest export, then the largest. Errors: import.no_health_data, import.only_cda,
 * import.empty_xml, or the read error of the only candidate.
 */
export async function findMain<E extends ArchiveEntry>(entries: readonly E[]): Promise<E> {
  const candidates = entries
    .filter((entry) => isCandidate(entry.path))
    .sort((a, b) => depth(a) - depth(b) || b.declaredSize - a.declaredSize)
    .slice(0, maxCandidates);
  let best: { entry: E; exportedAt: number } | null = null;
  let failure: unknown = null;
  let hasCda = entries.some((entry) => isCda(entry.path));
  let hasEmpty = false;
  for (const entry of candidates) {
    const sniffed = await sniff(entry).catch((error: unknown) => {
      failure ??= error;
      return null;
    });
    const exportedAt = sniffed?.exportedAt ?? Number.NEGATIVE_INFINITY;
    if (sniffed?.kind === 'health' && (best === null || exportedAt > best.exportedAt))
      best = { entry, exportedAt };
    hasCda ||= sniffed?.kind === 'cda';
    hasEmpty ||= sniffed?.kind === 'empty';
  }
  if (best !== null) return best.entry;
  if (failure !== null) throw failure;
  if (hasEmpty) throw new CodedError('import.empty_xml');
  if (hasCda) throw new CodedError('import.only_cda');
  throw new CodedError('import.no_health_data');
}

function depth(entry: ArchiveEntry): number {
  return entry.path.split('/').length;
}
