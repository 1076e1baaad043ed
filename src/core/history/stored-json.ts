import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';

/** Reads a JSON column; an empty list is stored as null. Errors: profile.damaged. */
export function listFrom<T>(schema: z.ZodType<T[]>, text: string | null): T[] {
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new CodedError('profile.damaged', { reason: 'json' }, { cause: error });
  }
}

export const beatsSchema = z.array(z.tuple([z.number(), z.string()]));
export const membersSchema = z.array(z.int());
