import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runContract, source } from './contract.ts';
import { expect, test } from './relay.ts';

// Preload, bridge and calls between page and main.
const contract = runContract();

test('the preload has a world of its own', source('docs/tutorial/context-isolation'), async () => {
  expect(
    await contract().page.evaluate(() => ['leaked' in window, 'require' in window, 'process' in window]),
  ).toEqual([false, false, false]);
});

test(
  'a sandboxed preload requires electron and little else',
  source('docs/tutorial/sandbox "Preload scripts"'),
  async () => {
    expect(await contract().page.evaluate(() => window.contract.refused)).toEqual([
      'fs',
      'node:fs',
      'child_process',
    ]);
  },
);

test(
  'what is exposed cannot be changed, nor exposed twice',
  source('docs/api/context-bridge "exposeInMainWorld"; shell/renderer/api/electron_api_context_bridge.cc'),
  async () => {
    const found = await contract().page.evaluate(() => {
      try {
        Object.assign(window, { contract: null });
      } catch {
        // Refused by a throw in strict code.
      }
      return [typeof window.contract, window.contract.nested.add(2, 3)];
    });
    expect(found).toEqual(['object', 5]);
    expect(await contract().page.evaluate(() => (window as unknown as { second: string }).second)).toContain(
      'Cannot bind an API on top of an existing property',
    );
  },
);

test(
  'an error crosses the bridge with its words',
  source('docs/api/context-bridge "Parameter / Error / Return Type support"'),
  async () => {
    expect(await contract().thrown(() => window.contract.fails())).toContain('as told');
  },
);

test(
  'calls carry what structured clone carries',
  source('docs/api/ipc-renderer "ipcRenderer.invoke"'),
  async () => {
    const found = await contract().page.evaluate(async () => {
      const value = {
        at: new Date(5),
        map: new Map([[1, new Set([2n])]]),
        gap: undefined,
        bytes: new Uint8Array([1, 255]),
      };
      const back = (await window.contract.invoke('echo', value)) as typeof value;
      return [back.at.getTime(), back.map.get(1)?.has(2n), 'gap' in back, back.bytes[1]];
    });
    expect(found).toEqual([5, true, true, 255]);
  },
);

test(
  'what cannot be cloned is refused, each way',
  source('docs/api/ipc-renderer "ipcRenderer.invoke"'),
  async () => {
    expect(await contract().thrown(() => window.contract.invoke('echo', { act: Symbol('x') }))).toContain(
      'could not be cloned',
    );
    expect(await contract().thrown(() => window.contract.invoke('uncloneable'))).toContain(
      'could not be cloned',
    );
  },
);

test(
  'of an error in a handler only the words cross',
  source('docs/api/ipc-main "ipcMain.handle"'),
  async () => {
    expect(await contract().thrown(() => window.contract.invoke('throws'))).toContain(
      "Error invoking remote method 'throws': RangeError: no such thing",
    );
  },
);

test(
  'a channel without a handler is refused',
  source('lib/browser/ipc-main-impl.ts; lib/browser/api/web-contents.ts'),
  async () => {
    expect(await contract().thrown(() => window.contract.invoke('nobody'))).toContain(
      "No handler registered for 'nobody'",
    );
  },
);

test('a second handler is refused', source('docs/api/ipc-main "ipcMain.handle"'), async () => {
  const message = await contract().refusal(({ ipcMain }) => {
    ipcMain.handle('echo', () => null);
  });
  expect(message).toContain("Attempted to register a second handler for 'echo'");
});

test(
  'a push reaches the listeners of the preload',
  source('docs/api/web-contents "contents.send"'),
  async () => {
    await contract().page.evaluate(() => {
      const kept: unknown[] = [];
      Object.assign(window, { kept });
      const stop = window.contract.on((value) => kept.push(value));
      Object.assign(window, { stop });
    });
    await contract().app.evaluate(() =>
      globalThis.contract.window.webContents.send('push', { at: new Date(7) }),
    );
    const kept = () =>
      contract().page.evaluate(() =>
        (window as unknown as { kept: { at: Date }[] }).kept.map(({ at }) => at.getTime()),
      );
    await expect.poll(kept).toEqual([7]);
    await contract().page.evaluate(() => (window as unknown as { stop(): void }).stop());
    await contract().app.evaluate(() =>
      globalThis.contract.window.webContents.send('push', { at: new Date(8) }),
    );
    await contract().page.evaluate(() => window.contract.invoke('echo'));
    expect(await kept()).toEqual([7]);
  },
);

test(
  'a push that cannot be cloned is lost without a throw',
  source('lib/browser/api/web-frame-main.ts send'),
  async () => {
    await contract().page.evaluate(() => {
      const got: unknown[] = [];
      Object.assign(window, { got });
      window.contract.on((value) => got.push(value));
    });
    const message = await contract().refusal(() => {
      globalThis.contract.window.webContents.send('push', () => null);
      globalThis.contract.window.webContents.send('push', 'the next one');
    });
    expect(message).toBeNull();
    await expect
      .poll(() => contract().page.evaluate(() => (window as unknown as { got: unknown[] }).got))
      .toEqual(['the next one']);
  },
);

test(
  'a file of this computer has its path, one that the page made has none',
  source('docs/api/web-utils "getPathForFile"'),
  async () => {
    const path = join(contract().dir, 'export.zip');
    writeFileSync(path, 'zip');
    await contract().page.locator('input').setInputFiles(path);
    const found = await contract().page.evaluate(() => {
      const file = document.querySelector('input')?.files?.[0];
      return [window.contract.pathOf(file), window.contract.pathOf(new File(['x'], 'a.txt'))];
    });
    expect(found).toEqual([path, '']);
  },
);
