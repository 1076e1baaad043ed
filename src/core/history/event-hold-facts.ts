import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import type { HoldFacts } from '../events/hold.ts';

export type HoldFactsReader = () => HoldFacts | null;

/** What decides whether an event is held back, under the zone that the stored events were derived in; null before there are any. */
export function createHoldFacts(reader: Reader): HoldFactsReader {
  const newestExport = reader
    .prepare<[], number | null>(
      "SELECT max(export_at) FROM import_run WHERE state IN ('completed', 'partial')",
    )
    .pluck();
  const usesTrendy = reader
    .prepare<[], string>("SELECT value FROM setting WHERE key = 'phoneUsesTrendy'")
    .pluck();
  return () => {
    const state = readDerivationState(reader);
    if (state === null) return null;
    return {
      exportAt: newestExport.get() ?? null,
      homeZone: state.zone,
      phoneUsesTrendy: usesTrendy.get() !== 'false',
    };
  };
}
