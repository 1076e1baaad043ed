import { formatLocale, t } from '../language.ts';
import { asFiled, type ShownUnit, shownUnit, shownValue, type Units } from './display-units.ts';
import type { EventProperties, EventRow } from './event.ts';
import { durationText, figureText, type QuantityText, unitName, unitWord } from './quantity-text.ts';
import { sportText } from './workout-name.ts';
import { sportNames, workoutNames } from './workout-names.ts';

type Figured = Pick<EventRow, 'category' | 'properties' | 'start' | 'end'> & {
  readonly figure?: EventRow['figure'];
};

function amount(properties: EventProperties, key: string): number | null {
  const value = properties[key]?.value;
  return typeof value === 'number' ? value : null;
}

/** The most informative property of an event, with its unit (keys of trendy/README §3.2); durations in seconds. */
const mainOf: Readonly<Record<EventRow['category'], readonly [string, string]>> = {
  workout: ['Duration', 's'],
  steps: ['Step Count', 'steps'],
  sleep: ['Total Sleep', 's'],
  active_energy: ['Calories', 'kcal'],
  mindfulness: ['Duration', 's'],
  water: ['Amount (ml)', 'ml'],
};

/** Unit of the figures in an event's breakdown: its category's canonical unit. */
function eventUnit(category: EventRow['category']): string {
  return mainOf[category][1];
}

/** Types with a choice of units, in their category's unit. */
const chosenOf: Readonly<Partial<Record<EventRow['category'], readonly [type: string, unit: string]>>> = {
  active_energy: ['HKQuantityTypeIdentifierActiveEnergyBurned', 'kcal'],
  water: ['HKQuantityTypeIdentifierDietaryWater', 'mL'],
};

/** How to convert a category's figures for display; `unit` as in files. */
export function shownEventUnit(
  category: EventRow['category'],
  units: Units,
): ShownUnit & { readonly unit: string } {
  const unit = eventUnit(category);
  const [type, printed] = chosenOf[category] ?? ['', unit];
  const shown = shownUnit(type, printed, units);
  return { ...shown, unit: shown.factor === 1 ? unit : unitName(type, shown.unit) };
}

/** Truncated to the whole unit, as sent; in another unit chosen by the user, with three significant digits. */
export function eventAmountText(
  category: EventRow['category'],
  value: number,
  units: Units = asFiled,
): QuantityText {
  if (eventUnit(category) === 's') return { figure: durationText(value), unit: '' };
  const shown = shownEventUnit(category, units);
  return {
    figure: figureText(shown.factor === 1 ? Math.trunc(value) : shownValue(value, shown)),
    unit: unitWord(shown.unit),
  };
}

/** The number shown by `eventFigure`, in `eventUnit`; null for an event without one. */
export function eventAmount({ category, properties, start, end, figure }: Figured): number | null {
  const value = figure ?? amount(properties, mainOf[category][0]);
  if (value !== null) return value;
  return eventUnit(category) === 's' && end !== null && end > start ? end - start : null;
}

/** Our own figure of an event: steps of the day, sleep of the night, duration of a workout. */
export function eventFigure(
  { category, properties, start, end, figure }: Figured,
  units: Units = asFiled,
): QuantityText {
  const value = figure ?? amount(properties, mainOf[category][0]);
  if (value !== null) return eventAmountText(category, value, units);
  return { figure: end !== null && end > start ? durationText(end - start) : '—', unit: '' };
}

/** The sent figure of an event if it differs from our own; null otherwise. */
export function sentFigure({ figure, ...event }: EventRow): QuantityText | null {
  return figure === null ? null : eventFigure(event);
}

/** Notes without the prefix that Trendy's own app adds. */
export function plainNotes(notes: string): string {
  return notes.replace(/^Auto-logged: /, '');
}

/** Notes in the user's language and units if they're as our rules write them (core/events); a person's own words stay. */
export function eventNotesText(notes: string, units: Units = asFiled): string {
  const text = plainNotes(notes);
  const [, count, what] = /^(\d+) (steps|kcal burned|ml water)$/.exec(text) ?? [];
  const amount = figureText(Number(count));
  if (what === 'steps') return t('{count, plural, one {# step} other {# steps}}', { count: Number(count) });
  const inUnits = (category: EventRow['category']): string | null => {
    if (shownEventUnit(category, units).factor === 1) return null;
    const { figure, unit } = eventAmountText(category, Number(count), units);
    return `${figure}\u00A0${unit}`;
  };
  if (what === 'kcal burned') {
    const energy = inUnits('active_energy');
    return energy === null
      ? t('{amount} kcal burned', { amount })
      : t('{amount} burned', { amount: energy }, 'energy');
  }
  if (what === 'ml water') {
    const volume = inUnits('water');
    return volume === null
      ? t('{amount} ml water', { amount })
      : t('{amount} of water', { amount: volume }, 'volume');
  }
  const [, hours = 0, minutes] = /^(?:(\d+)h )?(\d+)m of sleep$/.exec(text) ?? [];
  if (minutes !== undefined) {
    const duration = durationText((Number(hours) * 60 + Number(minutes)) * 60);
    return t('{duration} of sleep', { duration });
  }
  if (text === notes) return text;
  return text === 'Mindfulness session' ? t('Mindfulness session') : sportText(text);
}

/** The notes that our rules write (core/events), in English; `#` for a number. */
const ownNotes: readonly string[] = [
  '# steps',
  '# kcal burned',
  '# ml water',
  '#m of sleep',
  'Mindfulness session',
  ...new Set([...workoutNames, ...Object.keys(sportNames)]),
];

/**
 * The notes of our rules that say `text` in the user's language, but not as they're stored: in English and with ungrouped figures
 * (`history.eventsPage`). `#` stands for any number, `*` for any text. Durations aren't compared: they're found as they're stored.
 */
export function notesSaying(text: string): string[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return [];
  const [, typed = '', words = wanted] = /^(\d[\d.,'’\s]*)?(.*)$/s.exec(wanted) ?? [];
  const digits = ungrouped(typed.trim());
  // A figure alone, as it's stored.
  if (words === '' && typed === digits) return [];
  return ownNotes.flatMap((note) => {
    const shown = eventNotesText(`Auto-logged: ${note.replace('#', '2')}`)
      .replaceAll('2', '')
      .trim();
    if (typed === '')
      return shown.toLocaleLowerCase().includes(words) && !note.toLowerCase().includes(words) ? [note] : [];
    const [, unit] = /^#( .+)$/.exec(note) ?? [];
    if (unit === undefined || !/^\d+$/.test(digits) || !shown.toLocaleLowerCase().startsWith(words))
      return [];
    return [words === '' ? `*${digits}*${unit}` : `*${digits}${unit}`];
  });
}

/** A figure as the page groups it, without the groups. */
function ungrouped(figure: string): string {
  const parts = new Intl.NumberFormat(formatLocale()).formatToParts(1_234_567);
  const group = parts.find(({ type }) => type === 'group')?.value ?? '';
  return group.trim() === '' ? figure.replace(/\s/g, '') : figure.replaceAll(group, '');
}
