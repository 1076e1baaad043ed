import { expect } from 'vitest';
import type { Scene } from './trendy-scene.ts';

/** What tests look at on both sides of the scene that is open when they ask. */
export function looksAt(scene: () => Scene) {
  const far = () => scene().trendy.events();
  /** Items that are not at rest. */
  const open = () =>
    scene().count('queued') + scene().count('sending') + scene().count('waiting') + scene().count('failed');
  return {
    far,
    open,
    routes: (route: string) => scene().trendy.requests.filter((request) => request.route === route),
    /** What is remembered of the events over there. */
    holds: () =>
      scene()
        .writer.prepare<[], { is_ours: number; is_deleted: number; event: number | null }>(
          'SELECT is_ours, is_deleted, event FROM far_event ORDER BY id',
        )
        .all(),
    /** Every item is one row there, delivered here, and nothing is left to do. */
    expectExactlyOnce(count: number): void {
      expect(far()).toHaveLength(count);
      expect(new Set(far().map(({ sampleId }) => sampleId)).size).toBe(count);
      expect([scene().count('delivered'), open()]).toEqual([count, 0]);
    },
  };
}
