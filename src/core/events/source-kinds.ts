import type { Reader } from '../db/open.ts';
import { parseDevice } from '../healthkit/device.ts';

export type SourceKind = 'hand' | 'watch' | 'phone' | 'other';

export interface EventSource {
  readonly id: number;
  readonly name: string;
  /** As sources are distinguished by name (core/healthkit/fold.ts). */
  readonly folded: string;
  readonly kind: SourceKind;
  /** Of the newest hardware it was seen on: `Watch6,7` → [6, 7]; [0, 0] where none is printed. */
  readonly hardware: readonly [number, number];
  /** When it wrote its first record or workout, by those that still exist; UTC seconds, infinity if it has none. */
  readonly firstAt: number;
  /** Of the origins that a Watch or an iPhone wrote: the place of that device, 0 the one that counts first. */
  readonly places: ReadonlyMap<number, number>;
}

interface OriginRow {
  readonly source: number;
  readonly origin: number;
  readonly count: number;
  readonly firstAt: number;
  readonly version: string;
  readonly device: string;
}

interface Device {
  readonly kind: 'watch' | 'phone' | 'other';
  readonly hardware: readonly [number, number];
  /** Of its software, '' where none is printed. */
  readonly software: string;
}

/** Records of one source that one device wrote. */
interface DeviceSpan {
  readonly kind: 'watch' | 'phone';
  readonly hardware: readonly [number, number];
  readonly origins: number[];
}

const kindOrder: Readonly<Record<SourceKind, number>> = { hand: 0, watch: 1, phone: 2, other: 3 };

/**
 * HKWasUserEntered as an export prints it, in metadata as it is stored; inside a text its quotes would be escaped. Migration 7 looks for
 * the same.
 */
export const userEntered = '["HKWasUserEntered","1"]';

/** The Health app itself has no device and the version of its iOS. */
const iosVersion = /^\d{1,2}(\.\d+){1,2}$/;

/**
 * Every source with its kind, told from how many of its records were printed with which device and version (source_origin), never
 * from single records or from the order in which they came. A device is identified by `hardware:`, or by `model:` if its maker is Apple,
 * never by its name (healthkit/README §1.7: 73 "iPhones" in one export); records without one say nothing. A Watch's or iPhone's own records have
 * the version of its software (figures of 7 real exports: 3,400 of 3,400), so an app that writes with the Watch's device is another
 * source. If no record of a kind of device shows that, as in edited files, the device alone decides.
 */
export function readSources(reader: Reader): EventSource[] {
  const rows = reader
    .prepare<[], OriginRow>(
      `SELECT s.source, s.origin, s.count, s.first_at AS firstAt, o.source_version AS version, o.device
       FROM source_origin s JOIN origin o ON o.id = s.origin WHERE s.count > 0`,
    )
    .all();
  const devices = new Map<string, Device>();
  for (const { device } of rows) if (!devices.has(device)) devices.set(device, deviceOf(device));
  const of = (row: OriginRow): Device => devices.get(row.device) as Device;
  const proven = new Set<Device['kind']>();
  for (const row of rows) {
    const { kind, software } = of(row);
    if (software !== '' && software === row.version) proven.add(kind);
  }
  const kindOf = (row: OriginRow): Device['kind'] => {
    const { kind, software } = of(row);
    const isForeign = software !== '' && row.version !== '' && software !== row.version;
    return isForeign && proven.has(kind) ? 'other' : kind;
  };
  const bySource = Map.groupBy(rows, ({ source }) => source);
  const names = reader.prepare<[], Pick<EventSource, 'id' | 'name' | 'folded'>>(
    'SELECT id, name, folded FROM source ORDER BY id',
  );
  return names.all().map((source) => {
    const own = bySource.get(source.id) ?? [];
    const spans = deviceSpans(own, kindOf, of);
    const hardware = spans.reduce<readonly [number, number]>(
      (newest, one) => (compareHardware(one.hardware, newest) > 0 ? one.hardware : newest),
      [0, 0],
    );
    const firstAt = own.reduce((first, row) => Math.min(first, row.firstAt), Number.POSITIVE_INFINITY);
    return {
      ...source,
      kind: kindOfSource(source.folded, own, kindOf),
      hardware,
      firstAt,
      places: new Map(
        spans.flatMap(({ origins }, place) => origins.map((origin) => [origin, place] as const)),
      ),
    };
  });
}

function kindOfSource(
  folded: string,
  rows: readonly OriginRow[],
  kindOf: (row: OriginRow) => Device['kind'],
): SourceKind {
  const printed = rows.filter(({ device }) => device !== '');
  if (printed.length === 0) {
    const isHealthApp =
      folded.toLowerCase() === 'health' && rows.some(({ version }) => iosVersion.test(version));
    return isHealthApp ? 'hand' : 'other';
  }
  const count = { watch: 0, phone: 0, other: 0 };
  for (const row of printed) count[kindOf(row)] += row.count;
  const most = Math.max(count.watch, count.phone, count.other);
  return count.watch === most ? 'watch' : count.phone === most ? 'phone' : 'other';
}

/** The Watches and iPhones that wrote a source's records, the one that counts first in front. */
function deviceSpans(
  rows: readonly OriginRow[],
  kindOf: (row: OriginRow) => Device['kind'],
  of: (row: OriginRow) => Device,
): DeviceSpan[] {
  const spans = new Map<string, DeviceSpan>();
  for (const row of rows) {
    const kind = kindOf(row);
    if (kind === 'other') continue;
    const { hardware } = of(row);
    const key = `${kind} ${hardware.join(',')}`;
    const span = spans.get(key) ?? { kind, hardware, origins: [] };
    spans.set(key, span);
    span.origins.push(row.origin);
  }
  return [...spans.values()].sort(
    (a, b) => kindOrder[a.kind] - kindOrder[b.kind] || compareHardware(b.hardware, a.hardware),
  );
}

/**
 * Negative when `a` counts before `b` (Apple HT204351): entries in the Health app, then Watch and iPhone, the newer
 * hardware first, then the others. Of these, and of equal hardware, the one that wrote its first record later: Health puts a new source on top.
 */
export function compareSources(a: EventSource, b: EventSource): number {
  return (
    kindOrder[a.kind] - kindOrder[b.kind] ||
    compareHardware(b.hardware, a.hardware) * (a.kind === 'other' ? 0 : 1) ||
    (a.firstAt === b.firstAt ? 0 : b.firstAt - a.firstAt) ||
    (a.folded < b.folded ? -1 : Number(a.folded > b.folded))
  );
}

/** As Apple numbers its own devices: a `Watch6,7` is an Apple Watch, a "Galaxy Watch6" is not. */
const appleHardware = /^(Watch|iPhone|iPad|iPod)\d+,\d+$/i;
/** `Apple Inc.`; `Apple` in exports of before. */
const appleMaker = /^apple\b/i;

/** A device as an origin keeps it. A model alone tells nothing: a ScanWatch by Withings is one of the others. */
function deviceOf(text: string): Device {
  const { manufacturer = '', model = '', hardware = '', software = '' } = parseDevice(text);
  const match = /^[A-Za-z]+(\d+),(\d+)$/.exec(hardware);
  const isApples = appleHardware.test(hardware) || appleMaker.test(manufacturer);
  const isWatch = isApples && (/^watch/i.test(hardware) || /watch/i.test(model));
  const isPhone = isApples && (/^iphone/i.test(hardware) || /^iphone/i.test(model));
  return {
    kind: isWatch ? 'watch' : isPhone ? 'phone' : 'other',
    hardware: [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)],
    software,
  };
}

/** Positive when `a` is the newer generation. */
function compareHardware(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}
