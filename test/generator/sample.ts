import { dateOf, daySeconds, offsetMinutesAt } from './calendar.ts';
import type { Census } from './census.ts';
import { generateExport } from './generate.ts';

const sampleDays = 730;
/** Few enough samples that the demo's whole job fits the 15 requests a minute that Atlas takes (atlas/README §8). */
const density = 0.05;
/** No travel in the last weeks: the sample's offset is the one of the computer that shows it. */
const daysAtHome = 60;

/**
 * The export that `npm run demo` brings: two years of one person up to now, in the computer's own zone, every element of
 * healthkit/README §1.5, about 12 MB zipped.
 */
export function generateSample(
  path: string,
  now: Date = new Date(),
  homeZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Promise<Census> {
  const exportAt = Math.floor(now.getTime() / 1000);
  const today = Math.floor((exportAt + offsetMinutesAt(homeZone, exportAt) * 60) / daySeconds);
  return generateExport({
    zip: path,
    days: sampleDays,
    end: dateOf(today),
    exportAt,
    seed: 7,
    density,
    homeZone,
    travelBefore: dateOf(today - daysAtHome),
    routeShare: 0.16,
    electrocardiograms: 6,
  });
}
