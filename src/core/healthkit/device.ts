import { emptyLookup } from '../../shared/lookup.ts';

/** `, key:` with the value right after the colon, as HKDevice prints it: a name such as `Bob, note: x` stays whole. */
const separator = /, (?=[A-Za-z][A-Za-z ]*:(?! ))/;

/**
 * The parts of a device as the export prints it, without its address: `name:Apple Watch, manufacturer:Apple Inc., hardware:Watch6,7` → one entry per
 * key, in the printed order; '' → {}. Values contain commas, so the text is split at `, key:` (healthkit/README §1.5). The first of repeated keys
 * wins; text without a key is the name.
 */
export function parseDevice(text: string): Record<string, string> {
  const parts = emptyLookup<string>();
  const inner = text.replace(/^<<HKDevice: [^>]*>,? ?/, '').replace(/>$/, '');
  if (inner === '') return parts;
  for (const part of inner.split(separator)) {
    const colon = part.indexOf(':');
    const key = colon < 0 ? 'name' : part.slice(0, colon).trim();
    if (!(key in parts)) parts[key] = part.slice(colon + 1);
  }
  return parts;
}
