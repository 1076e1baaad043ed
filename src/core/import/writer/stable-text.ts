import { createHash } from 'node:crypto';
import { parseExportDate } from '../../healthkit/date.ts';

const printedDate = /"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4})"/g;
const deviceAddress = /&lt;&lt;HKDevice: 0x[0-9a-f]+&gt;/gi;

/**
 * Hash of an element's XML that is the same in every export: dates as instants, because each file prints them with its
 * own offset, and devices without their address (healthkit/README §0.1, §0.2).
 */
export function elementHash(xml: string): string {
  return textHash(
    xml
      .replace(printedDate, (whole, date: string) => `"${parseExportDate(date)?.at ?? whole}"`)
      .replace(deviceAddress, ''),
  );
}

export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
