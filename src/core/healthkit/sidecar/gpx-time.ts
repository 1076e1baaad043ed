const form = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)([.,]\d+)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * A GPX time (`2019-06-11T19:00:00Z`, fractions allowed, UTC by the format; apple-health-export §1.6) as UTC seconds
 * to the millisecond; null for anything else.
 */
export function gpxTime(text: string): number | null {
  const match = form.exec(text.trim());
  if (match === null) return null;
  const [, day = '', clock = '', fraction = '', zone = ''] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 31 February for a day in March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  const ms = Date.parse(`${day}T${clock}${zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`);
  if (Number.isNaN(ms)) return null;
  return (ms + Math.round(Number(`0${fraction.replace(',', '.')}`) * 1000)) / 1000;
}
