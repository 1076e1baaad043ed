import type { Page } from '@playwright/test';

/** Everything that a page holds as text: its heap after a collection, every kind of storage, cookies. */
export async function pageMemory(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round++) {
    await session.send('HeapProfiler.collectGarbage');
    // What a task still holds is garbage only after it.
    await page.evaluate(() => undefined);
  }
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(chunks.join('')) as { readonly strings: readonly string[] };
  const stored = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      await indexedDB.databases(),
      await caches.keys(),
    ]),
  );
  const cookies = JSON.stringify(await page.context().cookies());
  return [...strings, stored, cookies].join('\n');
}
