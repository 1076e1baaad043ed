/** The order jsonb keeps keys in: shorter first, then by bytes. Replayed answers and change data come in it (trendy/README §1.16). */
export function inJsonbOrder(value: unknown): unknown {
  return reorder(value, (a, b) => {
    const [x, y] = [Buffer.from(a), Buffer.from(b)];
    return x.length - y.length || Buffer.compare(x, y);
  });
}

/** The order Go writes a map in: by bytes. */
export function inGoMapOrder(value: unknown): unknown {
  return reorder(value, (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function reorder(value: unknown, compare: (a: string, b: string) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => reorder(item, compare));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, reorder(item, compare)]));
}
