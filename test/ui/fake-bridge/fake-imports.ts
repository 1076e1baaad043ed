import { noElements } from '../../../src/shared/domain/element-counts.ts';
import type { ImportStatus, Receipt } from '../../../src/shared/domain/receipt.ts';
import { plainReceipt } from '../../support/plain-receipt.ts';

const now = Math.floor(Date.now() / 1000);
const day = 86_400;
/** Records by type; more types than a receipt lists at once. */
const types = Object.entries({
  ActiveEnergyBurned: 942_110,
  HeartRate: 610_114,
  BasalEnergyBurned: 410_221,
  StepCount: 296_020,
  DistanceWalkingRunning: 271_551,
  FlightsClimbed: 22_400,
}).map(([name, count]) => ({ type: `HKQuantityTypeIdentifier${name}`, count }));

export function fakeStatus(part: Partial<ImportStatus>): ImportStatus {
  return {
    runId: 9,
    name: 'export.zip',
    phase: 'reading',
    readBytes: 61_400_000,
    totalBytes: 148_000_000,
    bytesPerSecond: 96_400_000,
    secondsLeft: 19,
    reading: 'HKQuantityTypeIdentifierActiveEnergyBurned',
    records: { read: 1_204_331, added: 214_005, known: 990_288, repeated: 35, skipped: 3 },
    workouts: 171,
    startedAt: now - 12,
    queued: 1,
    ...part,
  };
}

export function fakeReceipt(part: Partial<Receipt>): Receipt {
  const hasRead = !['refused', 'already_imported'].includes(part.state ?? '');
  return {
    ...plainReceipt,
    startedAt: now - 140 - (9 - (part.runId ?? 1)) * day,
    endedAt: now - 129 - (9 - (part.runId ?? 1)) * day,
    exportAt: hasRead ? now - 3 * day : null,
    offsetMinutes: hasRead ? 60 : null,
    locale: hasRead ? 'en_DE' : null,
    exportVersion: hasRead ? '14' : null,
    deviceName: hasRead ? 'iPhone' : null,
    records: hasRead
      ? { read: 2_729_993, added: 412_908, known: 2_317_044, repeated: 38, skipped: 3 }
      : { read: 0, added: 0, known: 0, repeated: 0, skipped: 0 },
    others: hasRead
      ? {
          workout: { added: 171, updated: 2 },
          route: { added: 32, updated: 0 },
          ecg: { added: 1, updated: 0 },
          activity_summary: { added: 7, updated: 3 },
        }
      : {},
    elements: noElements(),
    types: hasRead
      ? types.map(({ type, count }) => ({ type, read: count, added: Math.floor(count / 6) }))
      : [],
    oldestAt: hasRead ? 1_551_398_400 : null,
    newestAt: hasRead ? now - 3 * day : null,
    problems: hasRead
      ? [
          {
            code: 'record.bad_date',
            count: 3,
            example: '<Record type="HKQuantityTypeIdentifierBodyMass" startDate="2021-13-04 …',
          },
          { code: 'text.control_character', count: 12, example: 'sourceName="My\u240bScale"' },
          { code: 'route.missing', count: 1, example: '/workout-routes/route_2023-03-04_7.10am.gpx' },
        ]
      : [],
    aliases:
      part.runId === 4
        ? [
            {
              sourceId: 12,
              name: 'Anna’s new Watch',
              originalName: 'Anna’s Apple Watch',
              records: 96_020,
              isForbidden: false,
            },
          ]
        : [],
    bytes: hasRead ? 1_148_000_000 : 0,
    seconds: 11,
    peakRssBytes: hasRead ? 212_000_000 : 0,
    ...part,
  };
}
