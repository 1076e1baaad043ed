// The page of one window: a Chromium target with the preload's world in it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { CdpSession } from './cdp.ts';
import type { Chromium } from './chromium.ts';
import { answerFilePaths } from './file-paths.ts';
import { answerRequests } from './page-requests.ts';
import { type FromPreload, pageSource, preloadSource, type ToPreload } from './preload-world.ts';

const preloadWorldName = 'electron-preload';

/** What a page tells of itself; addresses as the browser has them. */
export interface PageListener {
  fromPreload(message: FromPreload, answer: (message: ToPreload) => void): void;
  /** For what the page itself wants to open: links, location, forms. loadURL, reload and back are the browser's. */
  mayNavigate(url: string, isMainFrame: boolean): boolean;
  opensWindow(url: string, name: string, features: string): void;
  navigated(url: string, isInPage: boolean): void;
  loaded(stage: 'dom' | 'all'): void;
  console(level: string, text: string): void;
  crashed(): void;
  preloadFailed(error: Error): void;
}

export interface Page {
  readonly targetId: string;
  readonly session: CdpSession;
  tell(message: ToPreload): void;
}

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly preload: string | undefined;
  /** Ends the preload script's `process.argv` (docs/api/structures/web-preferences, "additionalArguments"). */
  readonly argv: readonly string[];
}

export async function openPage(
  { cdp }: Chromium,
  { width, height, preload, argv }: PageOptions,
  on: PageListener,
): Promise<Page> {
  const { targetId } = await cdp.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  });
  const session = await cdp.attach(targetId);
  let preloadContext: { id: number; uniqueId: string } | null = null;
  let mainFrameId: string | null = null;

  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === preloadWorldName) preloadContext = context;
  });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== 'standinPost' || executionContextId !== preloadContext?.id) return;
    const { uniqueId } = preloadContext;
    on.fromPreload(JSON.parse(payload), (message) => tell(message, uniqueId));
  });
  session.on('Runtime.consoleAPICalled', ({ type, args }) =>
    on.console(type, args.map(({ value, description }) => value ?? description).join(' ')),
  );
  session.on('Log.entryAdded', ({ entry }) => on.console(entry.level, entry.text));
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId !== undefined) return;
    mainFrameId = frame.id;
    on.navigated(frame.url + (frame.urlFragment ?? ''), false);
  });
  session.on('Page.navigatedWithinDocument', ({ url }) => on.navigated(url, true));
  session.on('Page.domContentEventFired', () => on.loaded('dom'));
  session.on('Page.loadEventFired', () => on.loaded('all'));
  session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
    on.opensWindow(url, windowName, windowFeatures.join(',')),
  );
  session.on('Inspector.targetCrashed', () => on.crashed());
  answerFilePaths(session, (contextId) => contextId === preloadContext?.id);

  // What the page asked to open is told before its request is made.
  const asked = new Set<string>();
  const mayNavigate = (url: string, frameId: string) =>
    on.mayNavigate(url, mainFrameId === null || frameId === mainFrameId);
  session.on('Page.frameRequestedNavigation', ({ url, frameId }) => {
    if (/^(https?|about|file):/.test(url)) asked.add(`${frameId} ${url}`);
    // Chromium asks the person about it in a box that nobody sees, and the page may get no input from then on.
    else mayNavigate(url, frameId);
  });
  answerRequests(session, (url, frameId) =>
    asked.delete(`${frameId} ${url}`) ? mayNavigate(url, frameId) : true,
  );

  await Promise.all([
    session.send('Page.enable'),
    session.send('Runtime.enable'),
    session.send('Log.enable'),
    session.send('DOM.enable'),
    session.send('Debugger.enable'),
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    session.send('Runtime.addBinding', { name: 'standinPost', executionContextName: preloadWorldName }),
  ]);
  if (preload !== undefined) await installPreload(session, preload, argv, on);
  await session.send('Runtime.runIfWaitingForDebugger').catch(() => {});

  function tell(message: ToPreload, uniqueContextId: string): void {
    const expression = `standinReceive(${JSON.stringify(JSON.stringify(message))})`;
    session.send('Runtime.evaluate', { expression, uniqueContextId }).catch(() => {});
  }
  return {
    targetId,
    session,
    tell: (message) => preloadContext && tell(message, preloadContext.uniqueId),
  };
}

async function installPreload(
  session: CdpSession,
  file: string,
  argv: readonly string[],
  on: PageListener,
): Promise<void> {
  const secret = randomUUID();
  const { platform, arch, versions } = process;
  const facts = {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform,
    arch,
    versions: { ...versions },
    env: {},
    argv,
  };
  try {
    const script = readFileSync(file, 'utf8');
    // A script that does not parse (an ESM preload) must fail as such, not take the wrapper with it.
    new vm.Script(`(function (require, process, exports, module, global) {\n${script}\n})`, {
      filename: file,
    });
    const add = 'Page.addScriptToEvaluateOnNewDocument';
    await session.send(add, { source: pageSource(secret) });
    await session.send(add, {
      source: preloadSource(secret, file, script, facts),
      worldName: preloadWorldName,
    });
  } catch (error) {
    on.preloadFailed(error instanceof Error ? error : new Error(String(error)));
  }
}
