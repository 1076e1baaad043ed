import { midnight, offsetMinutesAt, type PrintDate, printWithOffset, zoneOn } from './calendar.ts';
import { Counter } from './census.ts';
import { type DayPlans, dayPlans } from './day-plan.ts';
import type { Settings } from './options.ts';
import { type SourceLookup, sourceLookup } from './sources.ts';
import { type Units, unitsOf } from './units.ts';

/** A route to write once the XML is done: its file, and all that makes its points. */
export interface RouteJob {
  readonly file: string;
  readonly day: number;
  readonly workoutIndex: number;
}

/** What every part of the generator works with. */
export interface Context {
  readonly settings: Settings;
  readonly counter: Counter;
  readonly units: Units;
  readonly plans: DayPlans;
  readonly sources: SourceLookup;
  /** Dates as the file prints them. */
  readonly print: PrintDate;
  /** Dates on the clock where the person was, as beats and route names have them. */
  readonly printLocal: PrintDate;
  readonly firstDay: number;
  /** The last day: it ends at ExportDate. */
  readonly lastDay: number;
  /** ExportDate in UTC seconds: nothing created later is in the file. */
  readonly exportAt: number;
  readonly offsetMinutes: number;
  readonly routes: RouteJob[];
  /** Is this record type or element wanted? */
  wants(name: string): boolean;
}

const prefixes = /^HK(Quantity|Category|Correlation)TypeIdentifier/;

function wantedNames(only: readonly string[]): (name: string) => boolean {
  if (only.length === 0) return () => true;
  const names = new Set(only);
  return (name) => names.has(name) || names.has(name.replace(prefixes, ''));
}

function localPrinter(settings: Settings): PrintDate {
  const printers = new Map<number, PrintDate>();
  const offsets = new Map<number, number>();
  return (at) => {
    // An hour's offset holds for all of it: zones change on the hour.
    const hour = Math.floor(at / 1800);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const zone = zoneOn(Math.floor((at + 3600) / 86_400), settings.homeZone, settings.travelBeforeDay);
      offset = offsetMinutesAt(zone, hour * 1800);
      offsets.set(hour, offset);
    }
    let printer = printers.get(offset);
    if (!printer) {
      printer = printWithOffset(offset);
      printers.set(offset, printer);
    }
    return printer(at);
  };
}

/** Everything that follows from the settings and the number of days before the end. */
export function contextOf(settings: Settings, days: number): Context {
  const lastDay = settings.endDay + settings.extraDays;
  const zone = zoneOn(lastDay, settings.homeZone, settings.travelBeforeDay);
  // 11:06:40 on the clock of that day, as good as any.
  const exportAt = settings.exportAt ?? midnight(lastDay, zone) + 40_000;
  const offsetMinutes = Number.isNaN(settings.offsetMinutes)
    ? offsetMinutesAt(zone, exportAt)
    : settings.offsetMinutes;
  const printLocal = localPrinter(settings);
  return {
    settings,
    counter: new Counter(),
    units: unitsOf(settings.units),
    plans: dayPlans(settings),
    sources: sourceLookup(settings),
    print: settings.localDates ? printLocal : printWithOffset(offsetMinutes),
    printLocal,
    firstDay: settings.endDay - days,
    lastDay,
    exportAt,
    offsetMinutes,
    routes: [],
    wants: wantedNames(settings.only),
  };
}
