import type { Figure } from '../../src/shared/domain/figures.ts';

/** The values of a figure that has none. */
export const noValues = {
  sum: null,
  mean: null,
  lowest: null,
  highest: null,
  latest: null,
  values: [],
} as const satisfies Partial<Figure>;
