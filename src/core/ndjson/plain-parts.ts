import type { Metadata } from '../../shared/domain/workout.ts';
import { emptyLookup, lookup } from '../../shared/lookup.ts';
import { parseDevice } from '../healthkit/device.ts';

/** Text by name. Without a prototype, because names are a stranger's (`__proto__` is one as good as any). */
export type Texts = Readonly<Record<string, string | readonly string[]>>;

/** Apple's printed keys and the names that the proxy reads (atlas/README §5.1); others keep their own. */
const deviceNames: Readonly<Record<string, string>> = lookup({
  hardware: 'hardwareVersion',
  firmware: 'firmwareVersion',
  software: 'softwareVersion',
  'FDA UDI': 'udi',
  UDI: 'udi',
});

/** The printed device as an object, undefined where there is none: as text it would fill no column (atlas/README §5). */
export function deviceObject(printed: string): Texts | undefined {
  const device = emptyLookup<string>();
  for (const [key, value] of Object.entries(parseDevice(printed))) device[deviceNames[key] ?? key] = value;
  return Object.keys(device).length === 0 ? undefined : device;
}

/** Metadata as an object: a key that stands more than once holds the list of its values, in their order. Undefined for none. */
export function metadataObject(metadata: Metadata): Texts | undefined {
  if (metadata.length === 0) return undefined;
  const object = emptyLookup<string | string[]>();
  for (const [key, value] of metadata) {
    const before = object[key];
    if (before === undefined) object[key] = value;
    else if (typeof before === 'string') object[key] = [before, value];
    else before.push(value);
  }
  return object;
}

/** As `metadataObject`, of a stored column; null is what an empty list is stored as. */
export function storedMetadata(text: string | null): Texts | undefined {
  return text === null ? undefined : metadataObject(JSON.parse(text) as Metadata);
}

/** HKWasUserEntered is HealthKit's userProvidedFlag. */
export function isUserProvided(metadata: Texts | undefined): true | undefined {
  return metadata?.['HKWasUserEntered'] === '1' ? true : undefined;
}
