import type { LogFieldName, LogFieldValue } from './log-fields.ts';

const failure = ['code', 'error', 'system', 'at', 'cause', 'causeSystem', 'causeAt'] as const;

/** All log events and the fields each may have (log-fields.ts defines their values). */
export const logEvents = {
  'process.started': ['pid', 'version', 'node', 'electron'],
  'process.ready': ['pid', 'ms', 'schema'],
  'process.refused': ['code', 'ms'],
  'process.stopped': ['ms'],
  /** An unexpected error; the process continues. */
  'process.fault': failure,
  /** Like a fault, but it ends the process. */
  'process.crashed': failure,
  'thread.crashed': ['thread', ...failure],
  /** The host's view of its data program. */
  'data.state': ['state', 'code'],
  'data.ended': ['exitCode', 'signal'],
  /** A fatal error of its engine; Electron's details about it are ignored. */
  'data.fatal': [],
  'chromium.ended': ['chromium', 'ending', 'exitCode'],
  'page.ended': ['ending', 'exitCode'],
  'page.fault': ['fault', 'line', 'column'],
  'database.migrated': ['from', 'to', 'ms'],
  'import.started': ['run'],
  'import.ended': ['run', 'runState', 'code', 'kind', 'read', 'added', 'skipped', 'problems', 'bytes', 'ms'],
  'sync.started': ['destination', 'target', 'pending'],
  'sync.going': ['destination', 'target', 'delivered', 'pending', 'ms'],
  'sync.paused': ['destination', 'target', 'code', 'pending'],
  'sync.resting': [
    'destination',
    'target',
    'code',
    'delivered',
    'failed',
    'uncertain',
    'pending',
    'chunks',
    'ms',
  ],
  'sync.warned': ['destination', 'target', 'code'],
  'account.changed': ['target', 'method', 'signIn', 'keptIn', 'code'],
  'account.returned': ['outcome'],
  /** A newer version was downloaded and verified, or why it wasn't. */
  'update.ready': [],
  'update.failed': ['code'],
  'door.refused': ['reason', 'status'],
  'call.slow': ['call', 'ms', 'code'],
} as const satisfies Record<string, readonly LogFieldName[]>;

export type LogEventName = keyof typeof logEvents;

/** The fields of one event; null and undefined are left out of the line. */
export type LogFields<N extends LogEventName> = {
  readonly [F in (typeof logEvents)[N][number]]?: LogFieldValue<F> | null | undefined;
};

/** Writes one line. Never throws: a log that can't be written loses lines and nothing else. */
export type LogEvent = <N extends LogEventName>(event: N, fields?: LogFields<N>) => void;
