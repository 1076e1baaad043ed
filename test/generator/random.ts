/** Numbers from 0 up to but not including 1, always the same ones for the same key. */
export type Random = () => number;

/**
 * A stream of numbers for one key (say: seed, what, day). Every thing the generator makes draws from its own stream, so the
 * order in which things are written, or whether others are written at all, never changes a value. FNV-1a, then mulberry32.
 */
export function randomFor(seed: number, ...keys: readonly (string | number)[]): Random {
  let hash = 2166136261 ^ seed;
  for (const key of keys) {
    const text = `${key}\u0001`;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  }
  let state = hash >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number from `low` up to but not including `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** A whole number, both ends included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** Around 0, nearly normal, standard deviation 1, never beyond ±3.5. */
export function bell(random: Random): number {
  return (random() + random() + random() + random() - 2) * 1.732;
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
