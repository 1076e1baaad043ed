import type { ErrorCode } from '../../shared/errors.ts';
import type { DestinationRow } from './destination-store.ts';

export interface PauseFacts {
  readonly nowMs: number;
  readonly isEverythingPaused: boolean;
  readonly hasToken: boolean;
  readonly hasHomeZone: boolean;
  /** Somebody else is signed in than the account that the destination belongs to. */
  readonly isOtherAccount: boolean;
  /** A hold that could not be stored: the disk is full, or not readable. None where no loop runs. */
  readonly unstored?: ErrorCode | null;
}

/** Why a destination sends nothing now, the lasting reasons first; null when it may. Pauses touch no row of the queue. */
export function pauseOf(row: DestinationRow, facts: PauseFacts): ErrorCode | null {
  if (row.is_current === 0) return facts.isOtherAccount ? 'sync.wrong_account' : 'sync.replaced';
  if (row.base_url === '' || (row.target === 'foundry' && row.dataset === '')) return 'sync.needs_address';
  if (row.is_enabled === 0) return 'sync.off';
  if (facts.isEverythingPaused || row.paused_by_person === 1) return 'sync.paused_by_you';
  if (row.target === 'trendy' && !facts.hasHomeZone) return 'sync.needs_home_zone';
  if (!facts.hasToken) return 'sync.signed_out';
  if (facts.isOtherAccount) return 'sync.wrong_account';
  if (facts.unstored) return facts.unstored;
  const isHeld =
    row.not_before_code !== null && (row.not_before_ms === null || row.not_before_ms > facts.nowMs);
  // Without a time it holds until the user changes something: a token, an address, or "Sync now".
  if (isHeld) return row.not_before_code as ErrorCode;
  return null;
}
