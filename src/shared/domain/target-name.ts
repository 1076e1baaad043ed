import type { TargetId } from './sync.ts';

const names: Readonly<Record<TargetId, string>> = {
  trendy: 'Trendy',
  atlas: 'Foundry (Atlas)',
  foundry: 'Foundry',
};

/** What a person calls a target; Atlas is one of two routes to Foundry. */
export function targetName(target: TargetId): string {
  return names[target];
}
