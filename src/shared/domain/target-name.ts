import type { FileFormat, TargetId } from './sync.ts';

const names: Readonly<Record<TargetId, string>> = {
  trendy: 'Trendy',
  atlas: 'Foundry (Atlas)',
  foundry: 'Foundry',
};

/** What a person calls the form of a destination's files, and what comes with it: agreed to in the review. */
export const formatWords: Readonly<Record<FileFormat, string>> = {
  ndjson: 'NDJSON',
  parquet: 'Parquet; an empty dataset also gets its schema',
};

/** What a person calls a target; Atlas is one of two routes to Foundry. */
export function targetName(target: TargetId): string {
  return names[target];
}
