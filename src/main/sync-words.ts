import type { DataState } from '../shared/contract/app.ts';
import { type ImportStatus, importPercent } from '../shared/domain/receipt.ts';
import { movingItems, type SyncOverview, syncBarrier } from '../shared/domain/sync.ts';
import { textFor } from '../shared/error-texts.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { t } from '../shared/language.ts';

/** The known state of the data program and its work; null: nothing known yet. */
export interface Known {
  readonly dataState: DataState;
  readonly importing: ImportStatus | null;
  readonly sync: SyncOverview | null;
}

/** The current state in one line for the tray: the app's state, an import, then sync with the worst first. No file name. */
export function stateLine({ dataState, importing, sync }: Known): string {
  if (dataState.state === 'failed') return textFor(dataState.code ?? 'data.unavailable').title;
  if (dataState.state !== 'ready') return dataState.state === 'starting' ? t('Starting…') : t('Restarting…');
  if (importing !== null) return importLine(importing);
  return syncLine(sync);
}

function importLine(status: ImportStatus): string {
  if (status.phase === 'waiting_for_person') return t('An import is waiting for you');
  const percent = importPercent(status);
  return percent === null
    ? t('Importing…')
    : t('Importing {percent}%', { percent: String(Math.floor(percent)) });
}

function syncLine(sync: SyncOverview | null): string {
  if (sync === null) return t('Sync status unknown');
  if (sync.derivationCode === 'sync.off_after_crashes') return textFor(sync.derivationCode).title;
  if (sync.derivationCode !== null) return t('Events couldn’t be created');
  const cards = sync.destinations.filter(({ isCurrent, isEnabled }) => isCurrent && isEnabled);
  if (cards.length === 0) return t('Kept on this computer');
  if (sync.failed > 0) return t('{count, plural, one {# failed} other {# failed}}', { count: sync.failed });
  if (sync.isPausedByPerson) return t('Paused by you');
  const moving = movingItems(cards);
  if (moving > 0) return t('Sending: {count, plural, one {# left} other {# left}}', { count: moving });
  const paused = cards.find(({ pausedBy }) => pausedBy !== null)?.pausedBy;
  if (paused) return t('Paused: {reason}', { reason: textFor(paused).title });
  if (sync.pending > 0)
    return t('Pending: {count, plural, one {# left} other {# left}}', { count: sync.pending });
  if (sync.uncertain > 0)
    return t('{count, plural, one {# uncertain} other {# uncertain}}', { count: sync.uncertain });
  if ((sync.daysToDerive ?? 0) > 0) return t('Creating events…');
  return sync.lastSuccessAt === null ? t('Nothing to send') : t('Everything is delivered');
}

/** Whether "Sync now" would send or look at anything. */
export const canSync = (known: Known): boolean => barrierOf(known) === null;

/** Whether there is anything that can be paused or resumed. */
export function canPause(known: Known): boolean {
  const barrier = barrierOf(known);
  return barrier === null || barrier === 'sync.paused_by_you';
}

function barrierOf({ dataState, sync }: Known): ErrorCode | null {
  return dataState.state !== 'ready' || sync === null ? 'data.unavailable' : syncBarrier(sync);
}
