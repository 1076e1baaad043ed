import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { Archive } from '../../healthkit/archive/archive.ts';
import { documentStream } from '../../healthkit/archive/document-stream.ts';
import { release } from '../../healthkit/archive/entry.ts';
import { createNameTable } from '../../healthkit/xml/name-index.ts';
import type { ScanSummary } from '../../healthkit/xml/tag.ts';
import { XmlScanner } from '../../healthkit/xml/xml-scanner.ts';
import {
  type FromThread,
  type HeadFacts,
  isMostlySkipped,
  type Progress,
  type SkippedKind,
  type XmlSummary,
} from '../thread-messages.ts';
import { BatchBuilder, type BuiltBatch } from './batch-builder.ts';
import type { Credits } from './credits.ts';
import { ExportReader } from './export-reader.ts';
import { HeadReader } from './head-reader.ts';
import type { FileSize } from './tree-items.ts';

export type Send = (message: FromThread, transfer?: readonly ArrayBuffer[]) => void;

/** Reads the document's head only. Errors: those of the archive's stream and of the scanner, import.other_calendar. */
export async function readHead(archive: Pick<Archive, 'main'>): Promise<HeadFacts> {
  const names = createNameTable();
  const head = new HeadReader(names);
  const scanner = new XmlScanner(head, names);
  for await (const chunk of documentStream(archive.main)) {
    scanner.write(chunk);
    if (head.isDone) break;
  }
  return head.head();
}

/**
 * One pass over the main XML: batches go to the data program as credits allow, then the summary. A document or archive
 * that ends early is reported in the summary's `cut`, after everything readable. Returns false when stopped.
 */
export async function readXml(
  archive: Pick<Archive, 'main' | 'consumedBytes'>,
  sizeOf: FileSize,
  credits: Credits,
  send: Send,
  onBuilder: (builder: BatchBuilder) => void,
): Promise<boolean> {
  const names = createNameTable();
  const builder = new BatchBuilder();
  onBuilder(builder);
  const reader = new ExportReader(names, builder, sizeOf);
  const scanner = new XmlScanner(reader, names);
  let xmlBytes = 0;
  const progress = (): Progress => ({
    readBytes: archive.consumedBytes(),
    xmlBytes,
    reading: reader.reading,
  });
  const sendReady = async (): Promise<boolean> => {
    for (let batch = builder.ready.shift(); batch; batch = builder.ready.shift()) {
      if (!(await credits.take())) return false;
      sendBatch(batch);
    }
    return true;
  };
  const sendBatch = ({ rows, metadata, beats, items }: BuiltBatch) => {
    const { count, capacity, buffer } = rows;
    const entries = reader.dictionaries.takeFresh();
    send(
      {
        kind: 'batch',
        rows: { count, capacity, buffer },
        metadata: metadata.join('\n'),
        beats,
        items,
        entries,
        ...progress(),
      },
      [buffer],
    );
  };
  let failure: CodedError | null = null;
  try {
    for await (const chunk of documentStream(archive.main)) {
      if (credits.isStopped) return false;
      scanner.write(chunk);
      xmlBytes += chunk.length;
      release(chunk);
      if (builder.ready.length > 0 && !(await sendReady())) return false;
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    failure = error;
  }
  const scan = scanner.end();
  builder.flush();
  if (!(await sendReady()) || !(await credits.takeLast())) return false;
  const summary = summarize(reader, scan, cutOf(scan, failure, archive, xmlBytes));
  send({ kind: 'xmlEnd', summary, ...progress() });
  return true;
}

/** Why the document is not whole, null when it is. A zip cut in mid-data is a cut document, whatever the inflater says. */
function cutOf(
  scan: ScanSummary,
  failure: CodedError | null,
  archive: Pick<Archive, 'main' | 'consumedBytes'>,
  xmlBytes: number,
): XmlSummary['cut'] {
  if (scan.complete && failure === null) return null;
  const code: ErrorCode =
    failure?.code ?? (scan.rootName === null ? 'import.no_health_data' : 'import.truncated_xml');
  const known = Math.max(archive.main.declaredSize, xmlBytes);
  return { code, percent: known === 0 ? 0 : Math.floor((scan.endOffset / known) * 100) };
}

/** Kinds of which more was skipped, or has no number that could be read, than not: record types, all records, and elements by name. */
function mostlySkipped(reader: ExportReader): SkippedKind[] {
  const { records, skipped, unread } = reader;
  const read: Readonly<Record<string, number>> = reader.elements();
  const kinds = [
    ...records.uselessByType(),
    { kind: 'Record', skipped, read: read['Record'] ?? skipped },
    ...[...unread].map(([kind, count]) => ({ kind, skipped: count, read: read[kind] ?? count })),
  ];
  return kinds.filter(isMostlySkipped);
}

/**
 * Kinds of which the document has some that were not read, or not whole: any stored one that is missing may be one of them. Record
 * types, `Record` for those without one, and elements by name.
 */
function unreadKinds(reader: ExportReader): string[] {
  const { records, skipped, unread, refused, problems } = reader;
  const byType = records.skippedByType();
  const typed = byType.reduce((sum, one) => sum + one.skipped, 0);
  const kinds = [...byType.map(({ kind }) => kind), ...unread.keys(), ...refused];
  if (skipped > typed) kinds.push('Record');
  // A correlation is identified by its records, including their values.
  const isMemberDoubted = problems.has('record.unknown_unit') || problems.has('record.bad_value');
  if (skipped > 0 || isMemberDoubted) kinds.push('Correlation');
  return kinds;
}

function summarize(reader: ExportReader, scan: ScanSummary, cut: XmlSummary['cut']): XmlSummary {
  const { problems, dictionaries, records } = reader;
  const example = scan.rootName ?? '';
  problems.add('text.control_character', example, scan.controlCharacters);
  problems.add('text.bad_utf8', example, scan.badUtf8);
  const types = Object.fromEntries(
    records.typeCounts.flatMap((count, id) => (count ? [[dictionaries.typeNames[id] ?? '', count]] : [])),
  );
  return {
    elements: reader.elements(),
    types,
    skipped: reader.skipped,
    problems: problems.list(),
    offsets: [...records.dates.offsetCounts()].map(([offset, { count }]) => [offset, count]),
    exportVersion: scan.exportVersion,
    mostlySkipped: mostlySkipped(reader),
    unreadKinds: unreadKinds(reader),
    cut,
  };
}
