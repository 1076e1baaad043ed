import type { DatasetFile, Transaction } from './dataset-shapes.ts';
import { sha256In } from './foundry-parts.ts';
import { type FoundryState, isLost, mayBeLost } from './transaction-intent.ts';

/** ours: may be ended at once; ask: empty, and we cannot tell whether we made it; theirs: waited for. */
export type Owner = 'ours' | 'ask' | 'theirs';

export interface OpenFacts {
  readonly open: Transaction;
  /** The branch's newest transactions, the open one among them. */
  readonly latest: readonly Transaction[];
  /** Written in it so far. */
  readonly files: readonly DatasetFile[];
  readonly state: FoundryState;
  readonly userId: string;
  /** Whether a chunk of this destination, in any state, has this sha-256. */
  readonly isChunk: (sha256: string) => boolean;
}

/** The owner of the branch's open transaction (foundry/README §3). A foreign one is never touched: it may be a build that runs for hours. */
export function ownerOf(facts: OpenFacts): Owner {
  const { open, files, state, userId, isChunk } = facts;
  if (open.rid === state.transaction?.rid) return 'ours';
  if (open.transactionType !== 'APPEND') return 'theirs';
  if (files.length === 0) return ownerOfEmpty(facts);
  const isOurs = ({ path }: DatasetFile) => {
    const sha256 = sha256In(userId, path);
    return sha256 !== null && isChunk(sha256);
  };
  return files.every(isOurs) ? 'ours' : 'theirs';
}

/** It has no evidence: the time decides, as far as it was ours alone. */
function ownerOfEmpty({ open, latest, state }: OpenFacts): Owner {
  const createdAtMs = Date.parse(open.createdTime);
  const isOther = ({ rid }: Transaction) => rid !== open.rid && !state.ours?.includes(rid);
  const others = latest.filter(isOther).map(({ createdTime }) => Date.parse(createdTime));
  if (isLost(state, createdAtMs, others)) return 'ours';
  return mayBeLost(state, createdAtMs) ? 'ask' : 'theirs';
}
