/** An instant as the export prints it: seconds since 1970 UTC, and the printed offset. */
export interface ExportDate {
  readonly at: number;
  readonly offsetMinutes: number;
}

const dayCache = new Map<string, number>();

/**
 * Reads `YYYY-MM-DD HH:MM:SS ±HHMM` by position (apple-health-export §1.6: not ISO, one offset per file).
 * Returns null for anything else, impossible days included.
 */
export function parseExportDate(text: string): ExportDate | null {
  if (text.length !== 25) return null;
  const match = /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (!match) return null;
  const day = dayStart(match[1] ?? '');
  const hour = Number(match[2]);
  const minute = Number(match[3]);
  const second = Number(match[4]);
  const offset = (Number(match[6]) * 60 + Number(match[7])) * (match[5] === '-' ? -1 : 1);
  if (day === null || hour > 23 || minute > 59 || second > 60 || Number(match[7]) > 59) return null;
  return { at: day + hour * 3600 + minute * 60 + second - offset * 60, offsetMinutes: offset };
}

/** UTC seconds of midnight of `YYYY-MM-DD`, or null when there is no such day. */
function dayStart(day: string): number | null {
  const cached = dayCache.get(day);
  if (cached !== undefined) return cached;
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return null;
  if (dayCache.size > 20_000) dayCache.clear();
  dayCache.set(day, ms / 1000);
  return ms / 1000;
}
