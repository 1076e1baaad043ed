import { z } from 'zod';
import { accountSchema, callbackPort } from '../../shared/domain/account.ts';
import { cardLayoutSchema } from '../../shared/domain/cards.ts';
import { chosenUnitsSchema } from '../../shared/domain/display-units.ts';
import { consentSchema, fileFormatSchema, type TargetId, targetIdSchema } from '../../shared/domain/sync.ts';
import { zoneLimitsSchema } from '../../shared/domain/workout-figures.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { normalizeBaseUrl, normalizeDomain } from '../network/base-url.ts';

const zone = z.string().refine((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
});
const address = z.string().transform(normalizeBaseUrl);
const clientId = z.string().trim().max(200).default('');
const rid = z.string().regex(/^(ri\.[a-z0-9.-]+\.[A-Za-z0-9-]+)?$/);

/** Every setting with its shape. Secrets are never settings. */
const shapes = {
  homeZone: zone.nullable().default(null),
  phoneUsesTrendy: z.boolean().default(true),
  sourcePriority: z.array(z.number()).nullable().default(null),
  /** The version of the rules under which the user agreed to another zone or order; null once all of it is queued. */
  agreedRules: z.number().nullable().default(null),
  /** Lower limits of the heart rate zones above the first, bpm; null: the usual ones. */
  heartZones: zoneLimitsSchema.nullable().default(null),
  /** What the user reads figures in; kept and sent in units of their own. */
  units: chosenUnitsSchema.default({}),
  skipped: z.array(z.enum(['home_zone', 'targets'])).default([]),
  isPaused: z.boolean().default(false),
  /** Folders that the user chose to be looked through for newer exports; absolute. */
  watchedFolders: z.array(z.string().max(4096)).max(20).default([]),
  /** Files that were found there and answered, by a key of place, size and date. */
  answeredExports: z.array(z.string().max(64)).default([]),
  /** Kinds and start day that a script chose for targets that are off: no consent, only what it will be asked for. */
  chosenScopes: z.partialRecord(targetIdSchema, consentSchema.omit({ at: true }).partial()).default({}),
  /** Places of the cards of Overview, as the user arranged them. */
  overviewCards: cardLayoutSchema.default([]),
  'trendy.baseUrl': address.default(''),
  'atlas.baseUrl': address.default(''),
  'foundry.baseUrl': address.default(''),
  'foundry.datasetRid': rid.default(''),
  'foundry.branch': z.string().max(200).default('master'),
  /** Follows the current destination: one that chunks were cut for keeps its own. */
  'foundry.format': fileFormatSchema.default('ndjson'),
  'foundry.userId': z.string().max(200).default(''),
  'auth0.domain': z.string().transform(normalizeDomain).default(''),
  'auth0.clientId': clientId,
  'auth0.audience': z.string().trim().min(1).max(500).default('https://api.atlas.ai'),
  'auth0.redirectPort': z.int().min(1024).max(65_535).default(callbackPort),
  'trendy.signIn': z.enum(['auth0', 'login']).default('login'),
  'trendy.supabaseUrl': address.default(''),
  /** Public by design (trendy/README §1.2): it names the project. */
  'trendy.supabaseAnonKey': z.string().trim().max(5000).default(''),
  'foundry.clientId': clientId,
  'foundry.redirectPort': z.int().min(1024).max(65_535).default(8421),
  /** Who was signed in where, latest first: names for people, and whose a destination is while nobody is. */
  knownAccounts: z.array(accountSchema.extend({ target: targetIdSchema })).default([]),
} as const;

type Shapes = typeof shapes;
export type SettingKey = keyof Shapes;
export type SettingValue<K extends SettingKey> = z.output<Shapes[K]>;

export const settingKeys = Object.keys(shapes) as SettingKey[];

/** What a setting accepts. */
export function settingShape(key: SettingKey): z.ZodType {
  return shapes[key];
}

export function baseUrlKey(target: TargetId): 'trendy.baseUrl' | 'atlas.baseUrl' | 'foundry.baseUrl' {
  return `${target}.baseUrl`;
}

/** The table `setting` as typed values. A stored value that no longer fits reads as its default and stays stored. */
export class SettingsStore {
  readonly #find: ReadStatement<[string], string>;
  readonly #set: WriteStatement<[string, string], unknown>;

  constructor(writer: Writer) {
    this.#find = writer.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
    this.#set = writer.prepare(
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
  }

  get<K extends SettingKey>(key: K): SettingValue<K> {
    return settingFrom(key, this.#find.get(key));
  }

  /** Errors: settings.bad_value, settings.bad_address, settings.unknown_zone. */
  set<K extends SettingKey>(key: K, value: unknown): SettingValue<K> {
    const parsed = settingShape(key).safeParse(value);
    if (!parsed.success)
      throw new CodedError(key === 'homeZone' ? 'settings.unknown_zone' : 'settings.bad_value', { key });
    this.#set.run(key, JSON.stringify(parsed.data));
    return parsed.data as SettingValue<K>;
  }
}

/** One setting through a connection that can only read. */
export function readSetting<K extends SettingKey>(reader: Reader, key: K): SettingValue<K> {
  const find = reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  return settingFrom(key, find.get(key));
}

function settingFrom<K extends SettingKey>(key: K, stored: string | undefined): SettingValue<K> {
  const shape = settingShape(key);
  const parsed = stored === undefined ? null : shape.safeParse(parseJson(stored));
  return (parsed?.success ? parsed.data : shape.parse(undefined)) as SettingValue<K>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
