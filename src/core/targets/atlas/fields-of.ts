/** The fields of what a stranger sent, none where it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
