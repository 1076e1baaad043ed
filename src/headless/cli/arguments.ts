import { parseArgs } from 'node:util';
import { z } from 'zod';
import { zoneOf } from '../../core/events/zone.ts';
import { defaultProfileDir } from '../../core/profile/profile-paths.ts';
import { usualIntervalDays } from '../../shared/domain/backup-schedule.ts';
import { eventCategories } from '../../shared/domain/event-category.ts';
import { figureSpanSchema } from '../../shared/domain/figures.ts';
import { outboxStates, targetIds } from '../../shared/domain/sync.ts';
import { dayNumber, isDay, secondsPerDay } from '../../shared/time.ts';
import { UsageError } from './usage.ts';

const profile = z
  .string()
  .min(1)
  .optional()
  .transform((dir) => dir ?? defaultProfileDir());
const isJson = z.boolean().default(false);
const isSure = z.boolean().default(false);
const oneFile = z.tuple([z.string().min(1)], 'name one file');
const noFile = z.array(z.string()).max(0, 'takes no file');

const timeBound = z
  .string()
  .transform((text, context) => {
    const bound = readTimeBound(text);
    if (bound === null) context.addIssue('give a day (2025-03-01) or an instant (2025-03-01T08:00:00Z)');
    return bound ?? z.NEVER;
  })
  .optional();

function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, `give one of ${words.join(', ')}`);
}

/** `chunk:12`: the two kinds are numbered separately. */
const itemId = z
  .string()
  .regex(/^(mutation|chunk):[1-9]\d{0,14}$/, 'use the form that mutations lists: mutation:12 or chunk:12')
  .transform((text) => {
    const [kind, id] = text.split(':');
    return { kind: kind === 'chunk' ? 'chunk' : 'mutation', id: Number(id) } as const;
  })
  .optional();

/** `removals:12`, by import run; `alias:3`, by source. */
const decision = z
  .string()
  .regex(/^(removals|alias):[1-9]\d{0,14}$/, 'use the form that undo lists: removals:12 or alias:3')
  .transform((text) => {
    const [kind, id] = text.split(':');
    return { kind: kind === 'alias' ? 'alias' : 'removals', id: Number(id) } as const;
  });

/** `without` is the bound if none is given. */
const wholeNumber = (most: number, without: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'give a whole number of at least 1')
    .transform(Number)
    .refine((number) => number <= most, `give at most ${most}`)
    .default(without);

/** Shells that have a completion script. */
const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const questions = ['transaction', 'updates', 'same-dataset'] as const;

const configActs = ['get', 'set'] as const;

function isConfigAct([act, ...words]: readonly string[]): boolean {
  return (act === configActs[0] && words.length <= 1) || (act === configActs[1] && words.length === 2);
}

/** The arguments of each command after parseArgs: `paths` are the words without a dash. */
export const commands = {
  import: z.strictObject({
    paths: z.array(z.string().min(1)).min(1, 'name at least one file or folder'),
    profile,
    json: isJson,
    quiet: z.boolean().default(false),
    'same-person': z.boolean().default(false),
    'no-sync': z.boolean().default(false),
  }),
  watch: z.strictObject({
    paths: z.tuple([z.string().min(1)], 'name one folder'),
    profile,
    json: isJson,
    quiet: z.boolean().default(false),
    once: z.boolean().default(false),
    'same-person': z.boolean().default(false),
    'no-sync': z.boolean().default(false),
  }),
  status: z.strictObject({ paths: noFile, profile, json: isJson }),
  sync: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    quiet: z.boolean().default(false),
    target: oneOf(targetIds).optional(),
  }),
  events: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    category: oneOf(eventCategories).optional(),
    from: timeBound,
    to: timeBound,
  }),
  mutations: z.strictObject({ paths: noFile, profile, json: isJson, state: oneOf(outboxStates).optional() }),
  retry: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    yes: isSure,
    target: oneOf(targetIds).optional(),
    state: oneOf(['failed', 'waiting', 'uncertain']).optional(),
    id: itemId,
  }),
  discard: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    yes: isSure,
    target: oneOf(targetIds).optional(),
    state: oneOf(['queued', 'waiting', 'failed', 'uncertain']).optional(),
    id: itemId,
  }),
  'queue-again': z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    yes: isSure,
    target: oneOf(targetIds).optional(),
    id: itemId,
  }),
  answer: z.strictObject({
    paths: z.array(oneOf(questions)).max(1, 'name one question'),
    profile,
    json: isJson,
    yes: isSure,
    target: oneOf(targetIds).optional(),
  }),
  undo: z.strictObject({
    paths: z.array(decision).max(1, 'name one decision'),
    profile,
    json: isJson,
    yes: isSure,
  }),
  remove: z.strictObject({
    paths: z.tuple([oneOf(targetIds)], 'name one target'),
    profile,
    json: isJson,
    yes: isSure,
    destination: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'give the number that remove T lists')
      .transform(Number)
      .optional(),
  }),
  config: z.strictObject({
    paths: z
      .array(z.string().meta({ words: configActs }))
      .refine(
        isConfigAct,
        'use config get [KEY] or config set KEY VALUE; put -- before a value that begins with -',
      ),
    profile,
    json: isJson,
  }),
  account: z.strictObject({ paths: noFile, profile, json: isJson }),
  'sign-out': z.strictObject({
    paths: z.tuple([oneOf(targetIds)], 'name one target'),
    profile,
    json: isJson,
  }),
  completion: z.strictObject({ paths: z.tuple([oneOf(shells)], 'name one shell') }),
  profiles: z.strictObject({ paths: noFile, profile, json: isJson }),
  backup: z
    .strictObject({
      paths: z.array(z.string().min(1)).max(1, 'name one file'),
      profile,
      json: isJson,
      scheduled: z.boolean().default(false),
      schedule: z.string().min(1).optional(),
      every: wholeNumber(365, usualIntervalDays),
    })
    .refine(
      ({ paths, scheduled, schedule }) =>
        paths.length + Number(scheduled) + Number(schedule !== undefined) === 1,
      'name one file, or give --scheduled or --schedule DIR',
    ),
  restore: z.strictObject({ paths: oneFile, profile, json: isJson, yes: isSure }),
  forget: z.strictObject({ paths: noFile, profile, json: isJson, yes: isSure }),
  query: z
    .strictObject({
      paths: z.array(z.string().min(1)).max(1, 'give the statement as one argument, in quotes'),
      profile,
      json: isJson,
      csv: z.boolean().default(false),
      schema: z.boolean().default(false),
      limit: wholeNumber(1e12, 100_000),
      seconds: wholeNumber(secondsPerDay, 60),
    })
    .refine(({ paths, schema }) => (paths.length === 0) === schema, 'give a statement or --schema')
    .refine(({ json, csv }) => !(json && csv), 'give --json or --csv'),
  figures: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    csv: z.boolean().default(false),
    type: z.string('name one type: --type StepCount').min(1).max(200),
    by: oneOf(figureSpanSchema.options).default('day'),
    from: timeBound,
    to: timeBound,
  }),
  records: z.strictObject({
    paths: noFile,
    profile,
    json: isJson,
    type: z.string().min(1).max(200).optional(),
    removed: z.boolean().default(false),
    from: timeBound,
    to: timeBound,
    limit: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'give a whole number of at least 1')
      .transform(Number)
      .optional(),
  }),
} as const;

export const options = {
  profile: { type: 'string' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
  by: { type: 'string' },
  'same-person': { type: 'boolean' },
  'no-sync': { type: 'boolean' },
  once: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  yes: { type: 'boolean' },
  target: { type: 'string' },
  category: { type: 'string' },
  state: { type: 'string' },
  id: { type: 'string' },
  destination: { type: 'string' },
  type: { type: 'string' },
  removed: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
  schema: { type: 'boolean' },
  seconds: { type: 'string' },
  scheduled: { type: 'boolean' },
  schedule: { type: 'string' },
  every: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Name = keyof typeof commands;
type Given<N extends Name> = z.output<(typeof commands)[N]>;

export type ImportArguments = Given<'import'>;
export type WatchArguments = Given<'watch'>;
export type StatusArguments = Given<'status'>;
export type QueryArguments = Given<'query'>;
export type RecordsArguments = Given<'records'>;
export type FiguresArguments = Given<'figures'>;
export type SyncArguments = Given<'sync'>;
export type EventsArguments = Given<'events'>;
export type MutationsArguments = Given<'mutations'>;
export type AccountArguments = Given<'account'>;
export type SignOutArguments = Given<'sign-out'>;
export type ProfilesArguments = Given<'profiles'>;
export type BackupArguments = Given<'backup'>;
export type RestoreArguments = Given<'restore'>;
export type ForgetArguments = Given<'forget'>;
export type RetryArguments = Given<'retry'>;
export type DiscardArguments = Given<'discard'>;
export type QueueAgainArguments = Given<'queue-again'>;
export type AnswerArguments = Given<'answer'>;
export type UndoArguments = Given<'undo'>;
export type RemoveArguments = Given<'remove'>;
export type ConfigArguments = Given<'config'>;
export type Command =
  | { readonly name: 'help' }
  | { [N in Name]: { readonly name: N; readonly given: Given<N> } }[Name];

/** Reads the words after the program's name. Throws UsageError for an unknown command, flag or value. */
export function readArguments(words: readonly string[]): Command {
  const { positionals, values } = parsed(words);
  const { help, ...flags } = values;
  const [name, ...paths] = positionals;
  if (help || name === 'help') return { name: 'help' };
  if (name === undefined) throw new UsageError('no command given');
  if (!Object.hasOwn(commands, name)) throw new UsageError(`unknown command: ${name}`);
  // The name selects the schema, so the result is that command's.
  const given = checked(commands[name as Name], { paths, ...flags });
  return { name, given } as Command;
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

/** A bound given by `--from` or `--to`: a day, which counts whole at both ends, or an instant in UTC seconds. */
export type TimeBound =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly at: number };

const form = /^(\d{4})-(\d\d)-(\d\d)$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads a bound as typed. An instant without an offset is in this computer's zone; fractions are
 * rounded up, because records start on whole seconds. Null for anything else, impossible days included.
 */
export function readTimeBound(text: string): TimeBound | null {
  if (form.test(text)) return isDay(text) ? { kind: 'day', day: text } : null;
  if (!instant.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : { kind: 'instant', at: Math.ceil(at / 1000) };
}

/**
 * UTC seconds at which a bound begins (`from`, inclusive) or ends (`to`, exclusive: the beginning of the
 * day after). Days are in the home zone, as in History, or in this computer's zone while there is none.
 */
export function boundAt(bound: TimeBound, end: 'from' | 'to', homeZone: string | null): number {
  if (bound.kind === 'instant') return bound.at;
  const plus = end === 'to' ? 1 : 0;
  if (homeZone !== null) return zoneOf(homeZone).startOf(dayNumber(bound.day) + plus);
  const [year = 0, month = 1, date = 1] = bound.day.split('-').map(Number);
  return Math.ceil(new Date(year, month - 1, date + plus).getTime() / 1000);
}
