/**
 * An error for the log: its name, its code and where it came from, its causes too. Never its text, which may hold paths
 * or health values (ARCHITECTURE "Doors": logs are an allow-list).
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  const own = [`${error.name}${code}`, ...frames].join('\n');
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}
