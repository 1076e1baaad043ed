// Days and times of events in the home zone, which need not be the computer's (ARCHITECTURE "Outbox", home zone).

const forms = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const made = new Map<string, Intl.DateTimeFormat>();

/** `at` in UTC seconds; `zone` null: the computer's own. */
export function zonedText(at: number, form: keyof typeof forms, zone: string | null): string {
  const key = `${form} ${zone ?? ''}`;
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(undefined, { ...forms[form], ...(zone === null ? {} : { timeZone: zone }) });
  made.set(key, format);
  return format.format(new Date(at * 1000));
}
