import { expect } from 'vitest';
import { expectCounted } from '../../support/outbox-recount.ts';
import type { FoundryScene } from './foundry-scene.ts';

/** Drains, the person agreeing whenever they are asked. */
export async function drainAgreeing(scene: FoundryScene): Promise<void> {
  const isAsked = () => scene.state()['question'] === 'sync.transaction_open';
  for (;;) {
    const step = await scene.drain(() => isAsked());
    if (!isAsked()) return expect(step).toMatchObject({ kind: 'idle', dueAtMs: null });
    scene.agree();
  }
}

/** Everything lies in the dataset exactly once, the ledger says so, and nothing of ours is open. */
export function expectOnceEach(scene: FoundryScene, records: number): void {
  const held = [...scene.far.records().values()];
  // Numbers only: the difference of thousands of rows would take minutes to print.
  expect(held.filter(({ count }) => count !== 1).length).toBe(0);
  expect(held.length).toBe(records);
  expect(scene.chunks().lines).toEqual({ delivered: records });
  expect(scene.far.transactions().filter(({ status }) => status === 'OPEN')).toEqual([]);
  expect(scene.state()['transaction'] ?? null).toBeNull();
  expectCounted(scene.writer);
}
