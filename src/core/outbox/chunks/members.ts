import { z } from 'zod';
import { CodedError } from '../../../shared/errors.ts';

/** Column `members` of a chunk: [first row id, count, seq of the first], in the order of its lines. */
export const membersSchema = z.array(z.tuple([z.int(), z.int(), z.int()]));
export type Members = z.infer<typeof membersSchema>;

/** Errors: profile.damaged. */
export function parseMembers(text: string): Members {
  const parsed = membersSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new CodedError('profile.damaged', { reason: 'members' });
  return parsed.data;
}

/** Adds one row behind the others; rows that follow one another are one entry. */
export function addMember(members: Members, row: number, seq: number): void {
  const last = members.at(-1);
  if (last && last[0] + last[1] === row && last[2] + last[1] === seq) last[1]++;
  else members.push([row, 1, seq]);
}

/** The members of the first `lines` lines, and those of the rest. */
export function splitMembers(members: Members, lines: number): [Members, Members] {
  const before: Members = [];
  const after: Members = [];
  let left = lines;
  for (const [row, count, seq] of members) {
    const here = Math.min(left, count);
    if (here > 0) before.push([row, here, seq]);
    if (here < count) after.push([row + here, count - here, seq + here]);
    left -= here;
  }
  return [before, after];
}
