import { type Micros, parseTimestamp, zeroTime } from './timestamps.ts';

/** A body the Go decoder refuses; the message is what the client reads. */
export class DecodeError extends Error {}

/** Parses a body as gin does: nothing at all is `EOF`, and what follows the first value is not looked at. */
export function parseBody(body: Buffer): unknown {
  if (body.length === 0) throw new DecodeError('EOF');
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    const first = firstValue(text);
    if (first !== null) return first;
    throw new DecodeError(`invalid character '${text.trim()[0] ?? ' '}' in JSON`);
  }
}

/** The object at the beginning of a text that goes on behind it; null where there is none. */
function firstValue(text: string): unknown {
  for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1));
    } catch {
      // Not the end of it yet.
    }
  }
  return null;
}

/** Reads fields the way encoding/json fills a struct: absent and null are zero, a wrong type fails the whole body. */
export class GoFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #struct: string;

  constructor(value: unknown, struct: string) {
    if (value !== null && (typeof value !== 'object' || Array.isArray(value)))
      throw new DecodeError(`json: cannot unmarshal ${goKind(value)} into Go value of type models.${struct}`);
    // Go looks at no case, and the later of two wins.
    this.#fields = Object.fromEntries(
      Object.entries(value ?? {}).map(([key, field]) => [key.toLowerCase(), field as unknown]),
    );
    this.#struct = struct;
  }

  /** Present with any value, null included. */
  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  any(key: string): unknown {
    return this.#fields[key] ?? null;
  }

  text(key: string): string | null {
    return this.#read(key, 'string');
  }

  flag(key: string): boolean | null {
    return this.#read(key, 'boolean');
  }

  number(key: string): number | null {
    return this.#read(key, 'number');
  }

  /** Go's zero time counts as absent for callers that test IsZero. */
  time(key: string): Micros | null {
    const value = this.any(key);
    if (value === null) return null;
    if (typeof value !== 'string') throw new DecodeError('Time.UnmarshalJSON: input is not a JSON string');
    const at = parseTimestamp(value);
    if (at === null)
      throw new DecodeError(
        `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)}`,
      );
    return at;
  }

  list(key: string): readonly unknown[] | null {
    const value = this.any(key);
    if (value !== null && !Array.isArray(value)) throw this.#wrong(key, 'array');
    return value as readonly unknown[] | null;
  }

  map(key: string): Readonly<Record<string, unknown>> | null {
    const value = this.any(key);
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value))
      throw this.#wrong(key, 'map[string]models.PropertyValue');
    return value as Readonly<Record<string, unknown>>;
  }

  #read(key: string, type: 'string'): string | null;
  #read(key: string, type: 'boolean'): boolean | null;
  #read(key: string, type: 'number'): number | null;
  #read(key: string, type: string): unknown {
    const value = this.any(key);
    if (value !== null && typeof value !== type) throw this.#wrong(key, goType(type));
    return value;
  }

  #wrong(key: string, wanted: string): DecodeError {
    const field = `${this.#struct}.${key}`;
    return new DecodeError(
      `json: cannot unmarshal ${goKind(this.#fields[key])} into Go struct field ${field} of type ${wanted}`,
    );
  }
}

const goKind = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;

const goType = (type: string): string => (type === 'boolean' ? 'bool' : type === 'number' ? 'float64' : type);

/** What gin's validator says of a field. */
export const failedTag = (struct: string, field: string, tag: string): DecodeError =>
  new DecodeError(
    `Key: '${struct}.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`,
  );

/** Go's IsZero. */
export const isZeroTime = (at: Micros | null): boolean => at === null || at === zeroTime;
