import type { Reader } from '../db/open.ts';
import { parseDevice } from '../healthkit/device.ts';

export type SourceKind = 'watch' | 'phone' | 'other';

export interface EventSource {
  readonly id: number;
  readonly name: string;
  readonly kind: SourceKind;
  /** Of the newest hardware it was seen on: `Watch6,7` → [6, 7]; [0, 0] where none is printed. */
  readonly hardware: readonly [number, number];
}

interface SpanRow {
  readonly type: number;
  readonly source: number;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

interface Seen {
  readonly records: Record<SourceKind, number>;
  hardware: readonly [number, number];
}

/** Records of one type and second that are looked through for one of a source: a file may have a million. */
const mostOfSecond = 64;

/**
 * Every source with the kind of device that made most of its records: by `model:` and `hardware:` of the device, never by
 * its name (apple-health-export §1.7: 73 "iPhones" in one export). Told from the first and last record of each of its
 * types, weighed by how many there are, because a look at every record would be a scan of millions.
 */
export function readSources(reader: Reader): EventSource[] {
  const spans = reader
    .prepare<[], SpanRow>(
      'SELECT type, source, count, first_at AS firstAt, last_at AS lastAt FROM record_summary WHERE count > 0',
    )
    .all();
  const deviceAt = reader
    .prepare<[number, number, number], string>(
      `SELECT origin.device FROM (
         SELECT id, source FROM record INDEXED BY record_identity WHERE type = ? AND start = ?
         ORDER BY duration, source, value_key LIMIT ${mostOfSecond}) found
       CROSS JOIN record ON record.id = found.id CROSS JOIN origin ON origin.id = record.origin
       WHERE found.source = ? LIMIT 1`,
    )
    .pluck();
  const seen = new Map<number, Seen>();
  for (const { type, source, count, firstAt, lastAt } of spans) {
    let one = seen.get(source);
    if (!one) {
      one = { records: { watch: 0, phone: 0, other: 0 }, hardware: [0, 0] };
      seen.set(source, one);
    }
    for (const at of [firstAt, lastAt]) {
      const device = deviceAt.get(type, at, source) ?? '';
      const kind = kindOfDevice(device);
      one.records[kind] += count;
      const hardware = hardwareOf(device);
      if (kind !== 'other' && compareHardware(hardware, one.hardware) > 0) one.hardware = hardware;
    }
  }
  const sources = reader.prepare<[], { id: number; name: string }>('SELECT id, name FROM source ORDER BY id');
  return sources.all().map(({ id, name }) => {
    const { records, hardware } = seen.get(id) ?? {
      records: { watch: 0, phone: 0, other: 0 },
      hardware: [0, 0],
    };
    const most = Math.max(records.watch, records.phone, records.other);
    const kind =
      most === 0 ? 'other' : records.watch === most ? 'watch' : records.phone === most ? 'phone' : 'other';
    return { id, name, kind, hardware };
  });
}

/** A device as an origin keeps it. */
export function kindOfDevice(device: string): SourceKind {
  const { model = '', hardware = '' } = parseDevice(device);
  if (/^watch/i.test(hardware) || /watch/i.test(model)) return 'watch';
  return /^iphone/i.test(hardware) || /^iphone/i.test(model) ? 'phone' : 'other';
}

/** Positive when `a` is the newer generation. */
export function compareHardware(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

function hardwareOf(device: string): [number, number] {
  const match = /^[A-Za-z]+(\d+),(\d+)$/.exec(parseDevice(device)['hardware'] ?? '');
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
}
