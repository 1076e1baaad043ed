const day = /^(\d{4})-(\d\d)-(\d\d)$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * UTC seconds of `--from` (inclusive) or `--to` (exclusive). A day is one of this computer's zone and counts whole, so
 * `--to` becomes the beginning of the day after; an instant without an offset is of this computer's zone too. Fractions
 * count upwards: records start on whole seconds. Null for anything else, impossible days included.
 */
export function readTimeBound(text: string, end: 'from' | 'to'): number | null {
  const parts = day.exec(text);
  if (parts) {
    const [year, month, date] = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])];
    if (new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10) !== text) return null;
    return Math.ceil(new Date(year, month, end === 'to' ? date + 1 : date).getTime() / 1000);
  }
  if (!instant.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.ceil(at / 1000);
}
