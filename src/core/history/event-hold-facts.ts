import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import type { HoldFacts } from '../events/hold.ts';
import { readSetting } from '../settings/settings-store.ts';

export type HoldFactsReader = () => HoldFacts | null;

/** What decides whether an event is held back, under the zone that the stored events were derived in; null before there are any. */
export function createHoldFacts(reader: Reader): HoldFactsReader {
  const newestExport = reader
    .prepare<[], number | null>(
      "SELECT max(export_at) FROM import_run WHERE state IN ('completed', 'partial')",
    )
    .pluck();
  return () => {
    const state = readDerivationState(reader);
    if (state === null) return null;
    return {
      exportAt: newestExport.get() ?? null,
      homeZone: state.zone,
      phoneUsesTrendy: readSetting(reader, 'phoneUsesTrendy'),
    };
  };
}
