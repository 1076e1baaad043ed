import { bodyTexts, dailyGroups } from './body.ts';
import { dateOf } from './calendar.ts';
import type { Census } from './census.ts';
import { type Context, contextOf } from './context.ts';
import { doctypeText } from './doctype.ts';
import { electrocardiograms } from './electrocardiograms.ts';
import { type ExportOptions, settingsOf } from './options.ts';
import { clinicalFiles, meText } from './rare-elements.ts';
import { routeText } from './routes.ts';
import { folderSink, type Sink, zipSink } from './sink.ts';
import { toBuffer } from './text.ts';

const chunkLength = 1 << 19;

/** Days before the end to measure: all weekdays, all seasons. */
const measured = [2, 8, 17, 33, 52, 81, 111, 149, 200, 222, 263, 284, 313, 346];

/** Mean bytes of XML a day brings. What does not change the history changes no figure here: two exports of it cover the same days. */
function bytesPerDay(options: ExportOptions): number {
  const { seed, person, end, density, only, homeZone, travelBefore, routeShare } = settingsOf(options);
  const plain = settingsOf({ seed, person, end, density, only, homeZone, travelBefore, routeShare });
  const context = contextOf(plain, 400);
  let bytes = 0;
  for (const group of dailyGroups(context))
    for (const texts of group)
      for (const back of measured)
        for (const text of texts(context.plans(plain.endDay - back), context)) bytes += text.length;
  return bytes / measured.length;
}

function* mainXml(context: Context, written: { bytes: number }): Generator<Buffer> {
  const { settings, print, exportAt } = context;
  const me = settings.me ? meText(context) : '';
  let pending = `<?xml version="1.0" encoding="UTF-8"?>\n${doctypeText(settings.doctype)}<HealthData locale="${settings.locale}">\n <ExportDate value="${print(exportAt)}"/>\n${me}`;
  for (const text of bodyTexts(context)) {
    pending += text;
    if (pending.length < chunkLength) continue;
    written.bytes += pending.length;
    yield toBuffer(pending);
    pending = '';
  }
  pending += '</HealthData>\n';
  written.bytes += pending.length;
  yield toBuffer(pending);
}

/** The CDA beside the XML: never to be imported (healthkit/README §1.1). */
export const cdaText =
  '<?xml version="1.0"?>\n<?xml-stylesheet type="text/xsl" href="CDA.xsl"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><id extension="Health Export CDA" root="1.1.1.1.1.1.1.1.1"/><title>Health Data Export</title></ClinicalDocument>\n';

async function addSidecars(sink: Sink, context: Context): Promise<void> {
  if (context.settings.cda) await sink.add('export_cda.xml', [Buffer.from(cdaText)]);
  for (const job of context.routes)
    await sink.add(`workout-routes/${job.file}`, [Buffer.from(routeText(context, job))]);
  if (context.wants('Electrocardiogram'))
    for (const { file, text } of electrocardiograms(context))
      await sink.add(`electrocardiograms/${file}`, [Buffer.from(text)]);
  if (context.wants('ClinicalRecord'))
    for (const { file, text } of clinicalFiles())
      await sink.add(`clinical-records/${file}`, [Buffer.from(text)]);
}

function daysOf(options: ExportOptions, perDay: number): number {
  if (options.days !== undefined) return Math.max(3, Math.round(options.days));
  return Math.max(3, Math.round(((options.size ?? 10_000_000) - 12_000) / perDay));
}

/**
 * Makes an export: the same options make the same bytes. Streams, in memory that does not grow with the size (but for `shuffle`).
 * @returns what stands in it, and what an import of it alone stores
 */
export async function generateExport(options: ExportOptions): Promise<Census> {
  const settings = settingsOf(options);
  const perDay = bytesPerDay(options);
  const days = daysOf(options, perDay);
  const context = contextOf(settings, days);
  const sink = options.zip
    ? await zipSink(options.zip, settings)
    : options.out
      ? folderSink(options.out, settings.top)
      : null;
  if (!sink) throw new RangeError('neither a zip nor a folder was named');
  const written = { bytes: 0 };
  const expectedSize = perDay * (days + settings.extraDays) * (1 + settings.duplicateShare);
  await sink.add(settings.name, mainXml(context, written), expectedSize);
  await addSidecars(sink, context);
  await sink.close();
  return {
    bytes: written.bytes,
    days: days + settings.extraDays,
    firstDate: dateOf(context.firstDay),
    exportDate: context.print(context.exportAt),
    exportAt: context.exportAt,
    offsetMinutes: context.offsetMinutes,
    elements: context.counter.elements,
    types: Object.fromEntries([...context.counter.types].sort(([a], [b]) => (a < b ? -1 : 1))),
    expected: context.counter.expected(),
    controlRecords: context.counter.controlRecords,
    badUtf8Records: context.counter.badUtf8Records,
  };
}
