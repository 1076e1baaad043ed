import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultProfileDir } from '../../core/profile/default-dir.ts';
import { readTimeBound } from './time-bound.ts';
import { UsageError } from './usage.ts';

const profile = z
  .string()
  .min(1)
  .optional()
  .transform((dir) => dir ?? defaultProfileDir());
const isJson = z.boolean().default(false);

function timeBound(end: 'from' | 'to') {
  return z
    .string()
    .transform((text, context) => {
      const at = readTimeBound(text, end);
      if (at === null) context.addIssue('give a day (2025-03-01) or an instant (2025-03-01T08:00:00Z)');
      return at ?? z.NEVER;
    })
    .optional();
}

/** What each command takes after parseArgs: `paths` are the words without a dash. */
const commands = {
  import: z.strictObject({
    paths: z.array(z.string().min(1)).min(1, 'name at least one file or folder'),
    profile,
    json: isJson,
    'same-person': z.boolean().default(false),
  }),
  status: z.strictObject({ paths: z.array(z.string()).max(0, 'takes no file'), profile, json: isJson }),
  records: z.strictObject({
    paths: z.array(z.string()).max(0, 'takes no file'),
    profile,
    json: isJson,
    type: z.string().min(1).max(200).optional(),
    from: timeBound('from'),
    to: timeBound('to'),
    limit: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'give a whole number from 1')
      .transform(Number)
      .optional(),
  }),
} as const;

const options = {
  profile: { type: 'string' },
  json: { type: 'boolean' },
  'same-person': { type: 'boolean' },
  type: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type ImportArguments = z.output<typeof commands.import>;
export type StatusArguments = z.output<typeof commands.status>;
export type RecordsArguments = z.output<typeof commands.records>;
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'import'; readonly given: ImportArguments }
  | { readonly name: 'status'; readonly given: StatusArguments }
  | { readonly name: 'records'; readonly given: RecordsArguments };

/** Reads the words after the program's name. Throws UsageError for an unknown command, flag or value. */
export function readArguments(words: readonly string[]): Command {
  const { positionals, values } = parsed(words);
  const { help, ...flags } = values;
  const [name, ...paths] = positionals;
  if (help || name === 'help') return { name: 'help' };
  if (name === 'import') return { name, given: checked(commands.import, { paths, ...flags }) };
  if (name === 'status') return { name, given: checked(commands.status, { paths, ...flags }) };
  if (name === 'records') return { name, given: checked(commands.records, { paths, ...flags }) };
  throw new UsageError(name === undefined ? 'no command given' : `unknown command: ${name}`);
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}

function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw new UsageError(`not for this command: --${issue.keys[0]}`);
  const place = issue?.path[0];
  throw new UsageError(
    `${place === undefined || place === 'paths' ? '' : `--${String(place)}: `}${issue?.message}`,
  );
}
