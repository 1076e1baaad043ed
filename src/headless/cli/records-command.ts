import { createHistory, type History } from '../../core/history/history.ts';
import { readSetting } from '../../core/profile/settings-store.ts';
import type { RecordRow } from '../../shared/domain/history.ts';
import { filedValue } from '../../shared/domain/quantity-text.ts';
import { utcText } from '../../shared/time.ts';
import { boundAt, type RecordsArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openHistory } from './open-history.ts';
import { type Output, printPages } from './output.ts';

const pageSize = 500;

/** Lists records, newest first, page by page, for as long as the output is read. */
export async function runRecords(given: RecordsArguments, output: Output): Promise<ExitCode> {
  const { reader } = await openHistory(given.profile);
  try {
    const history = createHistory(reader);
    const homeZone = readSetting(reader, 'homeZone');
    const bounds = {
      from: given.from && boundAt(given.from, 'from', homeZone),
      to: given.to && boundAt(given.to, 'to', homeZone),
    };
    const type = given.type === undefined ? undefined : fullName(history, given.type);
    let left = given.limit ?? Number.POSITIVE_INFINITY;
    const pageAfter = (cursor: string | undefined) => {
      const page = history.recordsPage({
        order: 'newest',
        limit: Math.min(left, pageSize),
        type,
        isRemoved: given.removed,
        ...bounds,
        cursor,
      });
      left -= page.rows.length;
      return left > 0 ? page : { ...page, next: null };
    };
    await printPages(output, pageAfter, given.json ? asJson : asText);
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

/** `HKQuantityTypeIdentifierHeartRate` for `HeartRate`, if only one type ends so. */
export function fullName(history: History, given: string): string {
  const names = history.types({}).map(({ type }) => type);
  if (names.includes(given)) return given;
  const matches = names.filter((name) => name.endsWith(`Identifier${given}`));
  return matches.length === 1 ? (matches[0] ?? given) : given;
}

function asJson(row: RecordRow): string {
  const { id, type, start, end, unit, source, removed } = row;
  return jsonLine('records', {
    type,
    start: utcText(start),
    end: utcText(end),
    value: row.value ?? row.text,
    unit,
    source,
    id,
    ...(removed === null ? {} : { removed }),
  });
}

/** A value and its unit: `72 count/min`, `21.7%`. */
export function measuredText(value: number | string, unit: string | null): string {
  if (typeof value === 'string' || unit !== '%') return `${value} ${unit ?? ''}`.trim();
  return `${filedValue(value, unit)}%`;
}

function asText(row: RecordRow): string {
  const value = measuredText(row.value ?? row.text ?? '', row.unit);
  return [utcText(row.start), row.type, value, row.source].join('  ');
}
