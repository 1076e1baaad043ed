import type { ErrorCode } from '../../../shared/errors.ts';
import { type FoundryParts, formatOf } from './foundry-parts.ts';
import { foundryState } from './transaction-intent.ts';

/** How looking at the schema ended where that is for the person to know. */
export interface SchemaFault {
  readonly code: ErrorCode;
  /** Foundry's own word. */
  readonly error: string;
}

/**
 * After a commit of Parquet files: where the dataset has no schema and every committed transaction of the branch is ours, puts the 21
 * columns with Foundry's Parquet reader, which the person agreed to in the review. A dataset that somebody else wrote to is left alone.
 * NDJSON has no reader in the public API (foundry/README §8). A request that did not get through is made again with a later commit.
 */
export async function ensureSchema(
  parts: FoundryParts,
  rid: string,
  signal: AbortSignal,
): Promise<SchemaFault | null> {
  const { api, context } = parts;
  const state = foundryState(context.destination());
  if (formatOf(parts) !== 'parquet' || state.hasSchema) return null;
  const settled = () => context.saveState({ hasSchema: true });
  const found = await api.schema(rid, signal);
  if (found.isOk) settled();
  if (found.isOk || found.trouble.far.error !== 'SchemaNotFound') return null;
  const history = await api.latestTransactions(signal);
  if (!history.isOk) return null;
  const ours = new Set(state.ours ?? []);
  if (history.value.some((each) => each.status === 'COMMITTED' && !ours.has(each.rid))) return null;
  const put = await api.putSchema(rid, signal);
  if (put.isOk) settled();
  else if (put.trouble.meaning === 'forbidden')
    return { code: 'sync.schema_not_allowed', error: put.trouble.far.error ?? '' };
  return null;
}
