/**
 * Six decimals, and a number that is not `-0`: sums of the same samples read in another order differ in their last bits,
 * which must not look like a change. Far finer than anything Health prints (six significant digits).
 */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
