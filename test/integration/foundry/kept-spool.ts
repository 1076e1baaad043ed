import { cpSync, readdirSync } from 'node:fs';
import { vi } from 'vitest';
import type { FoundryScene } from './foundry-scene.ts';

/** Cuts what is in the backlog and keeps a copy; `putBack` restores rows and bytes as they were before anything was sent. */
export async function keepSpool(scene: FoundryScene): Promise<{ putBack: () => Promise<void> }> {
  await scene.step(AbortSignal.abort());
  const copy = `${scene.spoolDir}-copy`;
  cpSync(scene.spoolDir, copy, { recursive: true });
  const rows = scene.writer.prepare<[], { id: number; spool: string }>('SELECT id, spool FROM chunk').all();
  const queue = scene.writer.prepare<[string, number]>(
    "UPDATE chunk SET state = 'queued', tries = 0, spool = ? WHERE id = ?",
  );
  return {
    putBack: async () => {
      // Files of delivered chunks are removed behind the answer.
      await vi.waitUntil(() => readdirSync(scene.spoolDir).length === 0);
      cpSync(copy, scene.spoolDir, { recursive: true });
      for (const { id, spool } of rows) queue.run(spool, id);
    },
  };
}
