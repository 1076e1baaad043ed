/** Instants are microseconds since the epoch: the precision of Postgres's timestamptz. */
export type Micros = number;

/** Go's zero time: what a missing timestamp is stored as (trendy/README §1.7). */
export const zeroTime: Micros = -62_135_596_800_000_000;

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Reads RFC 3339 as Go does (offset required, upper-case T and Z), or null. */
export function parseTimestamp(text: string): Micros | null {
  const match = rfc3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone = 'Z'] = match;
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  const at = new Date(0);
  at.setUTCFullYear(y, mo - 1, d);
  at.setUTCHours(h, mi, s, 0);
  // An overflow (30 February, hour 25) moves a field; Go refuses it.
  if (at.getUTCMonth() !== mo - 1 || at.getUTCDate() !== d || at.getUTCHours() !== h) return null;
  if (at.getUTCMinutes() !== mi || at.getUTCSeconds() !== s) return null;
  const offset =
    zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const micros = Math.round(Number(`0.${fraction ?? '0'}`) * 1_000_000);
  return (at.getTime() - offset * 60_000) * 1000 + micros;
}

/** As the API renders an instant: UTC, `Z`, a fraction only when it is not zero, without trailing zeros (trendy/README §1.6). */
export function formatTimestamp(at: Micros): string {
  const second = Math.floor(at / 1_000_000);
  const micros = at - second * 1_000_000;
  const whole = new Date(second * 1000).toISOString().slice(0, 19);
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
  return `${whole}${fraction}Z`;
}

/** The second an instant lies in, UTC: part of the content key (trendy/README §1.7, 6b). */
export const toSecond = (at: Micros): number => Math.floor(at / 1_000_000);
