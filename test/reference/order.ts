// Which source counts first (Apple, "Manage Health data", support.apple.com/HT204351): by hand, then Apple's devices, then the others.
import type { Counted } from './history.ts';
import type { Device, Sample, Workout } from './read-export.ts';

type Thing = Pick<Sample, 'source' | 'start' | 'end' | 'created' | 'device' | 'sourceVersion'>;
type Kind = 'watch' | 'phone' | 'other';

export interface SourceOrder {
  /** Lower counts first. Equal only for samples of one source, and of one device of it. */
  rank(item: Thing & { readonly isByHand?: boolean }): number;
}

/** Other makers have watches too. */
function deviceKind(device: Device | null): Kind {
  const { manufacturer = '', model = '', hardware = '' } = device ?? {};
  if (!/^[a-z]+\d+,\d+$/i.test(hardware) && !manufacturer.startsWith('Apple')) return 'other';
  if (hardware.startsWith('Watch') || (hardware === '' && model.includes('Watch'))) return 'watch';
  return hardware.startsWith('iPhone') || (hardware === '' && model === 'iPhone') ? 'phone' : 'other';
}

/** Newer hardware is higher: Watch7,5 over Watch6,18. */
function generation(device: Device | null): number {
  const [, major = 0, minor = 0] = (/(\d+),(\d+)$/.exec(device?.hardware ?? '') ?? []).map(Number);
  return major * 1000 + minor;
}

/** A new source goes on top: it is as old as what it first saved, however old the samples are. */
const writtenAt = ({ start, end, created }: Thing): number =>
  end < start || start < Date.UTC(1900, 0) / 1000 ? Number.POSITIVE_INFINITY : (created ?? start);

/** The order of all that a history holds. */
export function sourceOrder(things: readonly Counted<Sample | Workout>[]): SourceOrder {
  const items: Thing[] = things.map(({ item }) => item);
  // Apple's own records carry the version of their device's software; an app that writes with the Watch's device has its own.
  const hasItsVersion = ({ device, sourceVersion }: Thing) =>
    device !== null && device.software === sourceVersion;
  const isShown = new Set(items.filter(hasItsVersion).map(({ device }) => deviceKind(device)));
  /** Where no record of a kind of device shows its version, as in files that were edited, the device alone tells. */
  const isOwn = (item: Thing) => hasItsVersion(item) || !isShown.has(deviceKind(item.device));
  const kindOf = (item: Thing): Kind => (isOwn(item) ? deviceKind(item.device) : 'other');
  const sources = [...Map.groupBy(items, ({ source }) => source)].map(([name, its]) => {
    const printed = its.filter(({ device }) => device !== null);
    const count = (kind: Kind) => printed.filter((item) => kindOf(item) === kind).length;
    const most = Math.max(count('watch'), count('phone'), count('other'));
    let kind: Kind = 'other';
    if (printed.length > 0 && count('phone') === most) kind = 'phone';
    if (printed.length > 0 && count('watch') === most) kind = 'watch';
    const newest = Math.max(0, ...its.filter(isOwn).map(({ device }) => generation(device)));
    return { name, kind, newest, firstAt: Math.min(...its.map(writtenAt)) };
  });
  const kinds: readonly Kind[] = ['watch', 'phone', 'other'];
  sources.sort(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      (a.kind === 'other' ? b.firstAt - a.firstAt : b.newest - a.newest),
  );
  const places = new Map(sources.map(({ name, kind }, place) => [name, { place, kind }]));
  const rankOf = (item: Parameters<SourceOrder['rank']>[0]): number => {
    if (item.isByHand === true || item.source === 'Health') return 0;
    const { place = 0, kind = 'other' } = places.get(item.source) ?? {};
    // Two phones of one name at one instant: the newer one. What no phone is told of counts with the first.
    const isTold = deviceKind(item.device) !== 'other' && isOwn(item);
    const older = kind === 'other' || !isTold ? 0 : 1 - generation(item.device) / 1e6;
    return 1 + place + older * 0.9;
  };
  // Asked for in every second of an item.
  const ranks = new WeakMap<object, number>();
  return {
    rank(item) {
      const rank = ranks.get(item) ?? rankOf(item);
      ranks.set(item, rank);
      return rank;
    },
  };
}
