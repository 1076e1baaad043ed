import type { z } from 'zod';

/** In tests and in `npm run dev` (electron.vite.config.ts), which set it. */
const isChecked = process.env['HEALTH_RELAY_CHECK_CONTRACT'] === '1';

/**
 * What leaves the data program, which its own types vouch for. Where it's checked, an answer or a push that isn't as the contract says is a fault: an
 * Error with the places, and no value.
 */
export function asAgreed<T>(name: string, schema: z.ZodType, value: T): T {
  if (!isChecked) return value;
  const { error } = schema.safeParse(value);
  if (!error) return value;
  const places = error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new Error(`${name} is not as the contract says: ${places.join(', ')}`);
}
