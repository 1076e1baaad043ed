import type { ImportStatus, Receipt } from '../../shared/domain/receipt.ts';
import { bytesInWords, textFor } from '../../shared/error-texts.ts';
import { utcDate } from '../../shared/time.ts';
import { printedDate, sentence } from './import-line.ts';

const counted = new Intl.NumberFormat();
const headings: Partial<Record<Receipt['state'], string>> = {
  completed: 'imported',
  already_imported: 'was imported before; nothing was added',
  partial: 'partially imported',
  cancelled: 'canceled',
  refused: 'not imported',
};

/** A receipt as lines for the user, the worst first. */
export function receiptInWords(file: string, receipt: Receipt): string[] {
  const { records, code } = receipt;
  const lines = [`${file}: ${headings[receipt.state] ?? receipt.state}`];
  if (code !== null) lines.push(`  ${sentence(code, receipt.details)}`);
  if (records.read > 0) {
    const parts = (['added', 'known', 'repeated', 'skipped'] as const).map(
      (part) => `${counted.format(records[part])} ${part}`,
    );
    lines.push(`  ${counted.format(records.read)} records: ${parts.join(', ')}`);
  }
  for (const [name, { added, updated }] of Object.entries(receipt.others)) {
    if (added + updated > 0)
      lines.push(`  ${name}: ${counted.format(added)} added, ${counted.format(updated)} updated`);
  }
  if (receipt.oldestAt !== null && receipt.newestAt !== null) {
    lines.push(`  from ${utcDate(receipt.oldestAt)} to ${utcDate(receipt.newestAt)}`);
  }
  const exported = printedDate(receipt.exportAt, receipt.offsetMinutes);
  if (exported !== null) lines.push(`  exported ${exported.replace('T', ' ')}`);
  for (const alias of receipt.aliases) {
    lines.push(`  “${alias.name}” is “${alias.originalName}” under another name`);
  }
  const { superseded, gone, returned } = receipt.removed;
  if (superseded > 0) lines.push(`  ${counted.format(superseded)} replaced by a newer version`);
  if (gone > 0) lines.push(`  ${counted.format(gone)} no longer in the Health app, left out of every figure`);
  if (returned > 0) lines.push(`  ${counted.format(returned)} in the Health app again`);
  for (const problem of receipt.problems) {
    lines.push(`  ${counted.format(problem.count)} × ${textFor(problem.code, {}).title}: ${problem.example}`);
  }
  return lines;
}

/** `export.zip  41%  118 MB/s  1,204,331 records  about 12 s left`. */
export function progressInWords(status: ImportStatus): string {
  const percent = status.totalBytes > 0 ? Math.floor((100 * status.readBytes) / status.totalBytes) : 0;
  const parts = [status.name, `${Math.min(percent, 100)}%`, `${bytesInWords(status.bytesPerSecond)}/s`];
  parts.push(`${counted.format(status.records.read)} records`);
  if (status.secondsLeft !== null)
    parts.push(`about ${counted.format(Math.ceil(status.secondsLeft))} s left`);
  return parts.join('  ');
}
