/** Two crashes within this time are no accident. */
const againMs = 60_000;

/** After a crash of the page: shown anew by itself once, and by the person's word when it happens again soon. */
export function afterCrash(lastAtMs: number | null, nowMs: number): 'reload' | 'ask' {
  return lastAtMs !== null && nowMs - lastAtMs < againMs ? 'ask' : 'reload';
}
