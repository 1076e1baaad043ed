import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, faultFields } from '../../core/log/fault-fields.ts';
import { openLog } from '../../core/log/open-log.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { openKeychain } from '../../data/opened-secrets.ts';
import { createDataProgram, type DataProgram, type DataProgramOptions } from '../../data/program.ts';
import { startImportThread, watchThread } from '../../data/threads.ts';
import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';

/** Tokens from a script. They're kept in memory for the run, never stored and never printed; opaque ones count as valid. */
export const tokenVariables: Readonly<Record<TargetId, string>> = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
};

export type Tokens = Partial<Readonly<Record<TargetId, string>>>;

/**
 * The tokens that are set; only one target's if it's named: the others then count as signed out and send nothing. Foundry gets that of
 * Atlas as well: its account is the name that the data has there.
 */
export function tokensIn(env: Readonly<Record<string, string | undefined>>, only?: TargetId): Tokens {
  const found: Partial<Record<TargetId, string>> = {};
  const isTaken = (target: TargetId) =>
    only === undefined || target === only || (only === 'foundry' && target === 'atlas');
  for (const [target, variable] of Object.entries(tokenVariables) as [TargetId, string][]) {
    const token = env[variable]?.trim() ?? '';
    if (token !== '' && isTaken(target)) found[target] = token;
  }
  return found;
}

/** Passphrase of backups, which are encrypted if it's set. On the command line it would appear in the shell's history and in every process list. */
export const passphraseVariable = 'HEALTH_RELAY_PASSPHRASE';

/** Null: not set. */
export function passphraseIn(env: Readonly<Record<string, string | undefined>>): string | null {
  return env[passphraseVariable] || null;
}

export const keychainThread = new URL('../../data/keychain-thread.ts', import.meta.url);
const importThread = new URL('../../data/import-thread.ts', import.meta.url);

export interface OpenProgramOptions {
  readonly push?: DataProgramOptions['push'];
  /** If given, even empty, this command sends. Otherwise nothing is sent. */
  readonly tokens?: Tokens;
  /** Sends to this target only: the others count as signed out. */
  readonly only?: TargetId | undefined;
  readonly log?: (line: string) => void;
}

/** Recovers the items that a killed program was sending, before a command that sends nothing acts on the queues. */
export async function recoverQueues({ sync }: Pick<DataProgram, 'sync'>): Promise<void> {
  for (const target of targetIds) await sync.service.recovered(target);
}

/** Error profile.unknown: there's no history to act on; nothing creates one for that. */
export function requireHistory(profileDir: string): void {
  if (!existsSync(profilePaths(profileDir).database)) throw new CodedError('profile.unknown');
}

/** The data program in this process. Errors: those of `createDataProgram`. */
export function openProgram(profileDir: string, options: OpenProgramOptions = {}): Promise<DataProgram> {
  const { push = () => {}, tokens, only, log } = options;
  const logEvent = openLog({ process: 'cli', folder: () => join(profileDir, 'logs') });
  const onFault = (error: unknown) => {
    logEvent('process.fault', faultFields(error));
    log?.(describeError(error));
  };
  return createDataProgram({
    profileDir,
    threads: {
      startImport: () => watchThread(startImportThread(importThread), 'import', logEvent),
      openSecrets: openKeychain(keychainThread, onFault),
    },
    push,
    relaying: tokens === undefined ? 'on_request' : 'automatic',
    signIns: { tokens, only },
    log: { fault: onFault, event: logEvent },
  });
}
