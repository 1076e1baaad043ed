import type { DataState } from '../shared/contract/app.ts';
import { importPercent } from '../shared/domain/import-percent.ts';
import type { ImportStatus } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import { textFor } from '../shared/error-texts.ts';

/** What is known of the data program and its work; null: nothing yet. */
export interface Known {
  readonly dataState: DataState;
  readonly importing: ImportStatus | null;
  readonly sync: SyncOverview | null;
}

const counted = new Intl.NumberFormat();

/** How things are, in one line for the tray: the state of the app, an import, then sync with the worst first. No file name. */
export function stateLine({ dataState, importing, sync }: Known): string {
  if (dataState.state === 'failed') return textFor(dataState.code ?? 'data.unavailable').title;
  if (dataState.state !== 'ready') return dataState.state === 'starting' ? 'Starting…' : 'Restarting…';
  if (importing !== null) return importLine(importing);
  return syncLine(sync);
}

function importLine(status: ImportStatus): string {
  if (status.phase === 'waiting_for_person') return 'An import is waiting for you';
  const percent = importPercent(status);
  return percent === null ? 'Importing…' : `Importing ${Math.floor(percent)} %`;
}

function syncLine(sync: SyncOverview | null): string {
  const cards = sync?.destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled) ?? [];
  if (sync === null || cards.length === 0) return 'Kept on this computer';
  if (sync.failed > 0) return `${counted.format(sync.failed)} failed`;
  if (sync.isPausedByPerson) return 'Paused by you';
  const paused = cards.find(({ pausedBy }) => pausedBy !== null)?.pausedBy;
  if (!sync.isSending && paused) return `Paused: ${textFor(paused).title}`;
  if (sync.pending > 0)
    return `${sync.isSending ? 'Sending' : 'Pending'}: ${counted.format(sync.pending)} left`;
  if (sync.uncertain > 0) return `${counted.format(sync.uncertain)} uncertain`;
  return (sync.daysToDerive ?? 0) > 0 ? 'Creating events…' : 'Everything is delivered';
}

/** Whether there is anything that "Sync now" could send to. */
export function canSync({ dataState, sync }: Known): boolean {
  const isAnyOn = sync?.destinations.some(({ isCurrent, isEnabled }) => isCurrent && isEnabled) ?? false;
  return dataState.state === 'ready' && isAnyOn;
}
