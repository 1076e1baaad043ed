import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import {
  confineWebContents,
  followSource,
  limitPermissions,
  refuseNetwork,
  turnOffSpelling,
} from '../../../src/main/web-contents-rules.ts';

// Outside of Electron the package has no module to give; none of it is called here.
vi.mock('electron', () => ({}));

/** A web contents as far as the rules touch it. */
class Contents extends EventEmitter {
  windowOpen: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler;
  }
  /** Whether an event with these facts is let through. */
  lets(name: string, facts: object): boolean {
    const event = {
      ...facts,
      isPrevented: false,
      preventDefault() {
        this.isPrevented = true;
      },
    };
    this.emit(name, event);
    return !event.isPrevented;
  }
}

function confined(linked: string[] = []): Contents {
  const app = new EventEmitter();
  confineWebContents(app as unknown as Pick<App, 'on'>, 'app://bundle', (url) => linked.push(url));
  const contents = new Contents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

describe('navigation', () => {
  test.each([
    ['app://bundle/index.html', true, true],
    ['app://bundle/index.html', false, false],
    ['https://evil.example/', true, false],
    ['file:///etc/passwd', true, false],
    ['data:text/html,x', true, false],
    ['app://bundle.evil.example/', true, false],
  ])('%s, main frame %s', (url, isMainFrame, isLet) => {
    expect(confined().lets('will-frame-navigate', { url, isMainFrame })).toBe(isLet);
  });

  test('redirects, webviews, windows', () => {
    const contents = confined();
    expect(contents.lets('will-redirect', { url: 'https://evil.example/' })).toBe(false);
    expect(contents.lets('will-redirect', { url: 'app://bundle/' })).toBe(true);
    expect(contents.lets('will-attach-webview', {})).toBe(false);
  });

  test.each([
    'app://bundle/',
    'https://example.org/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'about:blank',
  ])('window.open %s makes no window, and is judged as a link', (url) => {
    const linked: string[] = [];
    expect(confined(linked).windowOpen?.({ url })).toEqual({ action: 'deny' });
    expect(linked).toEqual([url]);
  });
});

test('copying is all that is permitted', () => {
  const asked = (permission: string): boolean[] => {
    const answers: boolean[] = [];
    const session = {
      setPermissionRequestHandler: (
        handler: (contents: null, permission: string, answer: (is: boolean) => void) => void,
      ) => handler(null, permission, (is) => answers.push(is)),
      setPermissionCheckHandler: (handler: (contents: null, permission: string) => boolean) =>
        answers.push(handler(null, permission)),
      setDevicePermissionHandler: (handler: () => boolean) => answers.push(handler()),
      on: () => {},
    };
    limitPermissions(session as unknown as Session);
    return answers;
  };
  expect(asked('clipboard-sanitized-write')).toEqual([true, true, false]);
  for (const permission of [
    'geolocation',
    'media',
    'notifications',
    'clipboard-read',
    'openExternal',
    'usb',
    'midi',
    'local-network',
    'loopback-network',
  ]) {
    expect(asked(permission)).toEqual([false, false, false]);
  }
});

test.each([
  ['app://bundle', 'app://bundle/assets/a.js', true],
  ['app://bundle', 'app://bundle.evil.example/', false],
  ['app://bundle', 'app://x@bundle/', false],
  ['app://bundle', 'https://redirector.gvt1.com/edgedl/chrome/dict/en-us-10-1.bdic', false],
  ['app://bundle', 'http://127.0.0.1:8420/', false],
  ['app://bundle', 'ws://127.0.0.1:8420/', false],
  ['app://bundle', 'file:///etc/passwd', false],
  ['app://bundle', 'data:text/plain,x', false],
  ['app://bundle', 'devtools://devtools/bundled/inspector.html', true],
  ['http://localhost:5173', 'http://localhost:5173/main.tsx', true],
  ['http://localhost:5173', 'ws://localhost:5173/?token=x', true],
  ['http://localhost:5173', 'http://localhost:5174/', false],
])('a page at %s asks for %s: %s', (origin, url, isLet) => {
  const refused: string[] = [];
  let isCancelled: boolean | undefined;
  const webRequest = {
    onBeforeRequest: (
      listener: (details: { url: string }, answer: (said: { cancel: boolean }) => void) => void,
    ) => listener({ url }, ({ cancel }) => (isCancelled = cancel)),
  };
  refuseNetwork({ webRequest } as unknown as Session, origin, (reason) => refused.push(reason));
  expect(isCancelled).toBe(!isLet);
  expect(refused).toEqual(isLet ? [] : ['request']);
});

/** What the session of updates lets through, after these redirects. */
function letBy(source: string, redirects: readonly (readonly [from: string, to: string])[], url: string) {
  const refused: string[] = [];
  let redirect: (facts: object) => void = () => {};
  let ask: (facts: object, answer: (said: { cancel?: boolean }) => void) => void = () => {};
  const webRequest = {
    onBeforeRedirect: (listener: typeof redirect) => {
      redirect = listener;
    },
    onBeforeRequest: (listener: typeof ask) => {
      ask = listener;
    },
  };
  followSource({ webRequest } as unknown as Session, source, (reason) => refused.push(reason));
  for (const [from, to] of redirects) redirect({ url: from, redirectURL: to });
  let isLet = false;
  ask({ url }, ({ cancel }) => {
    isLet = cancel !== true;
  });
  expect(refused).toEqual(isLet ? [] : ['request']);
  return isLet;
}

const forge = 'https://forge.example';
const store = 'https://store.example';
test.each([
  ['its own server', forge, [], `${forge}/app/latest.yml`, true],
  ['another one', forge, [], `${store}/latest.yml`, false],
  ['where it redirects to', forge, [[`${forge}/a`, `${store}/b`]], `${store}/b?key=1`, true],
  [
    'where that one does',
    forge,
    [
      [`${forge}/a`, `${store}/b`],
      [`${store}/b`, 'https://other.example/c'],
    ],
    'https://other.example/c',
    true,
  ],
  [
    'where a stranger redirects to',
    forge,
    [[`${store}/a`, 'https://other.example/b']],
    'https://other.example/b',
    false,
  ],
  [
    'nothing without a lock',
    forge,
    [[`${forge}/a`, 'http://store.example/b']],
    'http://store.example/b',
    false,
  ],
  [
    'nor on this computer',
    forge,
    [[`${forge}/a`, 'http://127.0.0.1:8000/b']],
    'http://127.0.0.1:8000/b',
    false,
  ],
  [
    'but from a server of this computer',
    'http://127.0.0.1:8000',
    [['http://127.0.0.1:8000/a', 'http://127.0.0.1:9000/b']],
    'http://127.0.0.1:9000/b',
    true,
  ],
] as const)('updates come from %s', (_what, source, redirects, url, isLet) => {
  expect(letBy(source, redirects, url)).toBe(isLet);
});

test('downloads are stopped', () => {
  const session = new EventEmitter();
  const handlers = {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  };
  limitPermissions(Object.assign(session, handlers) as unknown as Session);
  let isPrevented = false;
  const event = {
    preventDefault: () => {
      isPrevented = true;
    },
  };
  session.emit('will-download', event);
  expect(isPrevented).toBe(true);
});

test.each([
  ['linux', ['enabled false', 'from https://0.0.0.0/', 'languages ']],
  ['win32', ['enabled false', 'from https://0.0.0.0/', 'languages ']],
  // Its own checker; the others are refused there.
  ['darwin', ['enabled false']],
] as const)('no spelling on %s, and no dictionary', (platform, wanted) => {
  const asked: string[] = [];
  turnOffSpelling(
    {
      setSpellCheckerEnabled: (is) => void asked.push(`enabled ${is}`),
      setSpellCheckerDictionaryDownloadURL: (url) => void asked.push(`from ${url}`),
      setSpellCheckerLanguages: (languages) => void asked.push(`languages ${languages.join()}`),
    },
    platform,
  );
  expect(asked).toEqual(wanted);
});
