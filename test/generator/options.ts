import { dayOf } from './calendar.ts';

export type DoctypeKind = '11' | '12broken' | '13' | '14' | 'none';

/** What to make. Everything has a default but one of `zip` and `out`. Shares are from 0 to 1. */
export interface ExportOptions {
  /** Write a zip here … */
  readonly zip?: string;
  /** … or the folder that the zip would unpack to, inside this one. */
  readonly out?: string;
  /** Target size of the main XML in bytes. */
  readonly size?: number;
  /** Days of history instead of a size. */
  readonly days?: number;
  readonly seed?: number;
  /** Last day of the base history, `YYYY-MM-DD`: the day of ExportDate when no days are added. */
  readonly end?: string;
  /** ExportDate as UTC seconds, where 11:06 on the last day will not do. */
  readonly exportAt?: number;
  /** More history after the same base: a later export of the same phone. */
  readonly extraDays?: number;
  readonly doctype?: DoctypeKind;
  readonly name?: string;
  readonly utf8Flag?: boolean;
  /** Another number, other HKDevice addresses (healthkit/README §0.2). */
  readonly pointers?: number;
  readonly watchName?: string;
  readonly duplicateShare?: number;
  readonly controlShare?: number;
  readonly badUtf8Share?: number;
  /** Share of the heart rate samples older than a year that is left out (healthkit/README §0.4). */
  readonly dropOldShare?: number;
  readonly locale?: string;
  readonly units?: 'metric' | 'imperial';
  /** As before iOS 16: totals on the Workout, sleep value `Asleep`, no stages. */
  readonly pre16?: boolean;
  readonly store?: boolean;
  /** Top folder in the zip; '' for none. */
  readonly top?: string;
  /** The one offset printed in the file, minutes; the home zone's at ExportDate by default. */
  readonly offsetMinutes?: number;
  /** Each date in its own zone, as no real export does. */
  readonly localDates?: boolean;
  readonly shuffle?: boolean;
  readonly attributeOrder?: 'modern' | 'legacy';
  readonly person?: 1 | 2;
  readonly me?: boolean;
  /** As Finder compresses it again: folder entries, .DS_Store, __MACOSX. */
  readonly finder?: boolean;
  readonly cda?: boolean;
  /** Record types (with or without their HK prefix) and element names to keep; all when absent. */
  readonly only?: readonly string[];
  /** How many samples the Watch writes: 1 is about 1,900 records a day. */
  readonly density?: number;
  readonly homeZone?: string;
  /** No travel from this day on, `YYYY-MM-DD`. */
  readonly travelBefore?: string;
  /** Share of outdoor workouts that keep a route. */
  readonly routeShare?: number;
  readonly electrocardiograms?: number;
}

/** Options with every default filled in. */
export interface Settings
  extends Required<Omit<ExportOptions, 'zip' | 'out' | 'size' | 'days' | 'exportAt'>> {
  readonly endDay: number;
  readonly travelBeforeDay: number;
  readonly exportAt: number | null;
  /** The seed of this person: another person with the same seed has another history. */
  readonly personSeed: number;
}

export const defaultWatchName = 'Sam\u2019s Apple\u00a0Watch';

export function settingsOf(options: ExportOptions): Settings {
  const seed = options.seed ?? 1;
  const person = options.person ?? 1;
  const end = options.end ?? '2025-09-30';
  const travelBefore = options.travelBefore ?? '9999-01-01';
  return {
    seed,
    person,
    personSeed: Math.imul(seed, 7919) + (person - 1) * 104_729,
    end,
    endDay: dayOf(end),
    travelBefore,
    travelBeforeDay: dayOf(travelBefore),
    exportAt: options.exportAt ?? null,
    extraDays: options.extraDays ?? 0,
    doctype: options.doctype ?? '14',
    name: options.name ?? 'export.xml',
    utf8Flag: options.utf8Flag ?? true,
    pointers: options.pointers ?? 0,
    watchName: options.watchName ?? defaultWatchName,
    duplicateShare: options.duplicateShare ?? 0,
    controlShare: options.controlShare ?? 0,
    badUtf8Share: options.badUtf8Share ?? 0,
    dropOldShare: options.dropOldShare ?? 0,
    locale: options.locale ?? 'en_US',
    units: options.units ?? 'metric',
    pre16: options.pre16 ?? false,
    store: options.store ?? false,
    top: options.top ?? 'apple_health_export',
    offsetMinutes: options.offsetMinutes ?? Number.NaN,
    localDates: options.localDates ?? false,
    shuffle: options.shuffle ?? false,
    attributeOrder: options.attributeOrder ?? 'modern',
    me: options.me ?? true,
    finder: options.finder ?? false,
    cda: options.cda ?? true,
    only: options.only ?? [],
    density: options.density ?? 1,
    homeZone: options.homeZone ?? 'Europe/Brussels',
    routeShare: options.routeShare ?? 0.4,
    electrocardiograms: options.electrocardiograms ?? 3,
  };
}
