/** Local days and hours of a zone, by Intl alone. Instants are UTC seconds. */
export interface LocalDays {
  /** YYYY-MM-DD */
  dayOf(at: number): string;
  hourOf(at: number): number;
}

/** Offsets change at whole quarters of an hour, in the zones and years that exports are made in. */
const quarter = 900;

/** Error of Intl for a zone that it does not know. */
export function localDays(zone: string): LocalDays {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const known = new Map<number, { day: string; hour: number }>();
  const look = (at: number) => {
    const key = Math.floor(at / quarter);
    let found = known.get(key);
    if (found === undefined) {
      const parts = Object.fromEntries(
        format.formatToParts(key * quarter * 1000).map(({ type, value }) => [type, value]),
      );
      found = { day: `${parts['year']}-${parts['month']}-${parts['day']}`, hour: Number(parts['hour']) };
      known.set(key, found);
    }
    return found;
  };
  return { dayOf: (at) => look(at).day, hourOf: (at) => look(at).hour };
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
