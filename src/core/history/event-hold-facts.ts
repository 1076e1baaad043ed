import type { Reader } from '../db/open.ts';
import { readDerivationState } from '../events/derivation-state.ts';
import { type HoldFacts, newestExport } from '../events/hold.ts';
import { readSetting } from '../settings/settings-store.ts';

export type HoldFactsReader = () => HoldFacts | null;

/** The facts that decide whether an event is held back, in the zone of the stored events; null before there are any. */
export function createHoldFacts(reader: Reader): HoldFactsReader {
  const exportAt = newestExport(reader);
  return () => {
    const state = readDerivationState(reader);
    if (state === null) return null;
    return {
      exportAt: exportAt(),
      homeZone: state.zone,
      phoneUsesTrendy: readSetting(reader, 'phoneUsesTrendy'),
    };
  };
}
