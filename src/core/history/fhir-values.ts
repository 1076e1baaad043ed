import type { DocumentDate, DocumentText, PlainWord } from '../../shared/domain/documents.ts';

/**
 * The data types of FHIR that Apple's clinical records are made of (hl7.org/fhir/DSTU2 and /R4, "Data Types"), read from untrusted JSON: values of
 * another shape count as absent, never as an error. References resolve only within the document.
 */
export type Fhir = Readonly<Record<string, unknown>>;

/** Longer texts are documents, not names or values. */
const longestText = 2000;
/** No real resource has more entries of one kind; a hostile one may. */
const maxEntries = 200;

export function objectOf(value: unknown): Fhir {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fhir) : {};
}

/** The objects of a list. DSTU2 has one object where R4 has a list, and vice versa. */
export function listOf(value: unknown): Fhir[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
  return list
    .slice(0, maxEntries)
    .filter((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
    .map(objectOf);
}

/** A text, number, or boolean as text; null if there is none or only whitespace. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text === '') return null;
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

export function firstText(...values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = textOf(value);
    if (text !== null) return text;
  }
  return null;
}

/** The distinct non-empty texts as one line. */
export function joined(texts: readonly (string | null)[], separator = ', '): string | null {
  const there = [...new Set(texts.filter((text) => text !== null))];
  return there.length === 0 ? null : there.join(separator);
}

/** Only a word of ours. */
export const saying = (word: PlainWord): DocumentText => [{ word }];

/** `joined` where words of ours may be among the texts. */
export function joinedText(texts: readonly (DocumentText | null)[], separator = ', '): DocumentText | null {
  const there = texts.filter((text) => text !== null);
  if (there.every((text) => typeof text === 'string')) return joined(there, separator);
  const distinct = new Map(there.map((text) => [JSON.stringify(text), text]));
  return [...distinct.values()].flatMap((text, index) => [...(index === 0 ? [] : [separator]), text].flat());
}

/** CodeableConcept (or a list of them), a Coding, or a bare code: its own text, else a coding's display name, else the code. */
export function conceptText(value: unknown): string | null {
  if (Array.isArray(value)) {
    const concepts: readonly unknown[] = value.slice(0, maxEntries);
    return joined(concepts.map((one) => (Array.isArray(one) ? null : conceptText(one))));
  }
  const bare = textOf(value);
  if (bare !== null) return bare;
  const concept = objectOf(value);
  const codings = listOf(concept['coding']);
  return firstText(
    concept['text'],
    ...codings.map(({ display }) => display),
    ...codings.map(({ code }) => code),
    concept['display'],
    concept['code'],
  );
}

/** Codes of a concept, to identify its kind. */
export function codesOf(value: unknown): string[] {
  return listOf(objectOf(value)['coding']).flatMap(({ code }) => textOf(code) ?? []);
}

/** UCUM codes (ucum.org/ucum) of the units of common results, and how people write them. */
const printSymbols: readonly (readonly [RegExp, string])[] = [
  // Annotations are text for people.
  [/\{([^{}]*)\}/g, '$1'],
  [/m\[Hg\]/g, 'mHg'],
  [/\bCel\b/g, '°C'],
  [/\[degF\]/g, '°F'],
  [/\[(in|ft|yd|mi)_[iu]s?\]/g, '$1'],
  [/\[(lb|oz|gr)_av\]/g, '$1'],
  [/\[i[uU]\]|\[IU\]/g, 'IU'],
  [/\[pH\]/g, 'pH'],
  [/\bu(?=(?:g|L|m|mol|I?U|kat)\b)/g, 'µ'],
  [/\b10\*3\b/g, '10³'],
  [/\b10\*6\b/g, '10⁶'],
  [/\b10\*9\b/g, '10⁹'],
  [/\b10\*12\b/g, '10¹²'],
  [/(\d)_m2\b/g, '$1 m²'],
  [/\bm2\b/g, 'm²'],
];

/** The unit of a quantity for display. Many servers repeat the code in `unit`, the place for people. UCUM writes `1` for no unit. */
function unitText({ unit, code }: Fhir): string | null {
  const text = firstText(unit, code);
  if (text === null || text === '1') return null;
  return printSymbols.reduce((shown, [symbol, print]) => shown.replace(symbol, print), text);
}

/** Quantity: `< 5.4 mmol/L`. */
export function quantityText(value: unknown): string | null {
  const quantity = objectOf(value);
  const figure = textOf(quantity['value']);
  if (figure === null) return null;
  return [textOf(quantity['comparator']), figure, unitText(quantity)]
    .filter((part) => part !== null)
    .join(' ');
}

/** Range, or the bounds of a reference range: `3.5 – 5.1 mmol/L`, `≥ 60`, `≤ 5.7 %`; a shared unit is printed once. */
export function rangeText(value: unknown): string | null {
  const { low, high } = objectOf(value);
  const [from, to] = [quantityText(low), quantityText(high)];
  if (from === null) return to === null ? null : `≤ ${to}`;
  if (to === null) return `≥ ${from}`;
  const unit = unitText(objectOf(low));
  const isShared = unit !== null && unit === unitText(objectOf(high));
  return `${isShared ? textOf(objectOf(low)['value']) : from} – ${to}`;
}

/** `value[x]` of an observation or component, in whichever form is present. */
export function valueText(holder: Fhir): DocumentText | null {
  const ratio = objectOf(holder['valueRatio']);
  const parts = [quantityText(ratio['numerator']), quantityText(ratio['denominator'])];
  return (
    quantityText(holder['valueQuantity']) ??
    conceptText(holder['valueCodeableConcept']) ??
    firstText(
      holder['valueString'],
      holder['valueInteger'],
      holder['valueDecimal'],
      holder['valueDateTime'],
      holder['valueTime'],
    ) ??
    yesOrNo(holder['valueBoolean']) ??
    rangeText(holder['valueRange']) ??
    (parts[0] !== null && parts[1] !== null ? parts.join(' : ') : null) ??
    (holder['valueSampledData'] === undefined ? null : saying('samples'))
  );
}

const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? saying(value ? 'yes' : 'no') : null);

/** Reference ranges of an observation or component; if there are several, each names whom it is for. */
export function referenceRangeText(holder: Fhir): string | null {
  const ranges = listOf(holder['referenceRange']);
  const texts = ranges.map((range) => {
    const text = firstText(range['text']) ?? rangeText(range);
    const who =
      ranges.length > 1 ? conceptText(range['type'] ?? range['meaning'] ?? range['appliesTo']) : null;
    return text === null || who === null ? text : `${who}: ${text}`;
  });
  return joined(texts, '; ');
}

/** HumanName (or the first of a list): its text, else given and family names. */
export function nameText(value: unknown): string | null {
  const name = objectOf(listOf(value)[0]);
  const parts = ['prefix', 'given', 'family'].flatMap((key) => [name[key]].flat().map(textOf));
  return firstText(name['text']) ?? joined(parts, ' ');
}

/** The resource that a Reference points to in the same document (`#id`); else an empty object. */
export function containedOf(resource: Fhir, reference: unknown): Fhir {
  const target = textOf(objectOf(reference)['reference']);
  if (target === null || !target.startsWith('#')) return {};
  return listOf(resource['contained']).find(({ id }) => id === target.slice(1)) ?? {};
}

/** The display name that a Reference gives its resource. */
export function referenceText(resource: Fhir, reference: unknown): string | null {
  const target = containedOf(resource, reference);
  return (
    firstText(objectOf(reference)['display']) ??
    conceptText(target['code']) ??
    firstText(typeof target['name'] === 'string' ? target['name'] : null) ??
    nameText(target['name'])
  );
}

const date = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/**
 * date, dateTime or instant (FHIR R4, "Data types", 2.24.0.1): a year, a month, a day, or an instant. A time without an offset isn't an instant, so
 * only its day counts.
 */
function dateOf(value: unknown): DocumentDate | null {
  const match = typeof value === 'string' ? date.exec(value.trim()) : null;
  if (match === null) return null;
  const [text, year = '', month, day, hour, , , offset] = match;
  const isInstant = hour !== undefined && offset !== undefined;
  const atMs = Date.parse(isInstant ? text : `${year}-${month ?? '01'}-${day ?? '01'}`);
  if (Number.isNaN(atMs)) return null;
  const precision = isInstant ? 'time' : day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
  return { at: Math.floor(atMs / 1000), precision };
}

/** The first valid date; for a Period, its start. */
export function firstDate(...values: readonly unknown[]): DocumentDate | null {
  for (const value of values) {
    const found = dateOf(value) ?? dateOf(objectOf(value)['start']) ?? dateOf(objectOf(value)['end']);
    if (found !== null) return found;
  }
  return null;
}
