/** The fields of untrusted data, none if it is not an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
