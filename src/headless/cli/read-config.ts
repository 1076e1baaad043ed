import { z } from 'zod';
import type { Reader } from '../../core/db/open.ts';
import { consentOf, type DestinationRow } from '../../core/outbox/destination-store.ts';
import {
  readSetting,
  type SettingKey,
  type SettingValue,
  settingKeys,
  settingShape,
} from '../../core/profile/settings-store.ts';
import { eventCategories } from '../../shared/domain/event-category.ts';
import {
  arrivalClasses,
  type Consent,
  consentSchema,
  type TargetId,
  targetIds,
  usualKinds,
} from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';

export type ConfigValue = string | number | boolean | null | readonly (string | number)[];

/** The scope that a target is enabled with, or else would be enabled with. */
export interface TargetScope {
  readonly isEnabled: boolean;
  readonly kinds: Consent['kinds'];
  readonly startDay: string | null;
}

export function scopeOf(
  target: TargetId,
  row: DestinationRow | null,
  chosenScopes: SettingValue<'chosenScopes'>,
): TargetScope {
  const consent = row === null ? null : consentOf(row);
  const chosen = chosenScopes[target];
  return {
    isEnabled: row?.is_enabled === 1,
    kinds: chosen?.kinds ?? consent?.kinds ?? usualKinds(target),
    startDay: chosen?.startDay === undefined ? (consent?.startDay ?? null) : chosen.startDay,
  };
}

/** Reads the value of one key through a read-only connection. */
export function readConfig(reader: Reader, key: ConfigKey): ConfigValue {
  if (key.kind === 'setting') return readSetting(reader, key.name) as ConfigValue;
  const row = reader
    .prepare<[string], DestinationRow>('SELECT * FROM destination WHERE target = ? AND is_current = 1')
    .get(key.target);
  const chosen = readSetting(reader, 'chosenScopes');
  const { isEnabled, kinds, startDay } = scopeOf(key.target, row ?? null, chosen);
  return { enabled: isEnabled, isPaused: row?.paused_by_person === 1, kinds, startDay }[key.part];
}

/** The text that `config set` accepts. */
export function configText(value: ConfigValue): string {
  return value === null ? '' : Array.isArray(value) ? value.join(',') : String(value);
}

const scopeParts = ['enabled', 'isPaused', 'kinds', 'startDay'] as const;

/** A key of `config`: a setting, or a part of a target's consent. */
export type ConfigKey =
  | { readonly kind: 'setting'; readonly name: SettingKey }
  | {
      readonly kind: 'scope';
      readonly name: string;
      readonly target: TargetId;
      readonly part: (typeof scopeParts)[number];
    };

/** Settings behind the other keys, or the page's own. */
const hidden: ReadonlySet<SettingKey> = new Set([
  'agreedRules',
  'chosenScopes',
  'skipped',
  'knownAccounts',
  'heartZones',
  'overviewCards',
  'units',
] as const);

/** Only the app changes them. */
const readOnly: ReadonlySet<string> = new Set(['watchedFolders', 'answeredExports'] satisfies SettingKey[]);

const keys: readonly ConfigKey[] = [
  ...settingKeys.filter((name) => !hidden.has(name)).map((name) => ({ kind: 'setting', name }) as const),
  ...targetIds.flatMap((target) =>
    scopeParts.map((part) => ({ kind: 'scope', name: `${target}.${part}`, target, part }) as const),
  ),
];

/** Every key, sorted by name. */
export const configKeys = keys.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The keys that `config set` takes. */
export const settableKeys = configKeys.filter(({ name }) => !readOnly.has(name));

/** What `config set` takes for a key: the values of a part of the consent; for a setting, its own shape. */
export function configShape(key: ConfigKey): z.ZodType {
  if (key.kind === 'setting') return settingShape(key.name);
  const kinds = key.target === 'trendy' ? eventCategories : arrivalClasses;
  const shapes = { enabled: z.boolean(), isPaused: z.boolean(), kinds: z.enum(kinds), startDay: z.string() };
  return shapes[key.part];
}

/** Error: settings.unknown_key. */
export function configKey(name: string): ConfigKey {
  const key = configKeys.find((one) => one.name === name);
  if (!key) throw new CodedError('settings.unknown_key', { key: name });
  return key;
}

/** Kinds as a comma-separated list, each one that the target takes. Error: settings.bad_value. */
export function kindsFrom(target: TargetId, text: string): Consent['kinds'] {
  const known: readonly string[] = target === 'trendy' ? eventCategories : arrivalClasses;
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const kinds = [...new Set(words)].filter((word) => known.includes(word)) as Consent['kinds'];
  if (kinds.length < new Set(words).size)
    throw new CodedError('settings.bad_value', { key: `${target}.kinds` });
  return kinds;
}

/** `2024-01-31`, or empty for all. Error: settings.bad_value. */
export function startDayFrom(target: TargetId, text: string): string | null {
  const day = text === '' || text === 'null' ? null : text;
  const isDay = day === null || !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
  if (!isDay || !consentSchema.shape.startDay.safeParse(day).success) {
    throw new CodedError('settings.bad_value', { key: `${target}.startDay` });
  }
  return day;
}

/** Error: settings.bad_value. */
export function booleanFrom(key: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new CodedError('settings.bad_value', { key });
  return text === 'true';
}
