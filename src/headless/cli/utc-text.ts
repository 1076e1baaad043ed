/** `2025-03-01T08:00:00Z` of UTC seconds. */
export function utcText(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
