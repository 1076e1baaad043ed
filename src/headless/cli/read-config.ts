import type { Reader } from '../../core/db/open.ts';
import { consentOf, type DestinationRow } from '../../core/outbox/destination-store.ts';
import { readSetting, type SettingValue } from '../../core/settings/settings-store.ts';
import type { Consent, TargetId } from '../../shared/domain/sync.ts';
import { usualKinds } from '../../shared/domain/usual-kinds.ts';
import type { ConfigKey } from './config-keys.ts';

export type ConfigValue = string | number | boolean | null | readonly (string | number)[];

/** What a target is enabled with, else what it would be enabled with. */
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

/** The value of one key through a connection that can only read. */
export function readConfig(reader: Reader, key: ConfigKey): ConfigValue {
  if (key.kind === 'setting') return readSetting(reader, key.name) as ConfigValue;
  const row = reader
    .prepare<[string], DestinationRow>('SELECT * FROM destination WHERE target = ? AND is_current = 1')
    .get(key.target);
  const chosen = readSetting(reader, 'chosenScopes');
  const { isEnabled, kinds, startDay } = scopeOf(key.target, row ?? null, chosen);
  return { enabled: isEnabled, isPaused: row?.paused_by_person === 1, kinds, startDay }[key.part];
}

/** As `config set` takes it. */
export function configText(value: ConfigValue): string {
  return value === null ? '' : Array.isArray(value) ? value.join(',') : String(value);
}
