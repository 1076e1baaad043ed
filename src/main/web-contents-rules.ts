import {
  type App,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
  type Session,
} from 'electron';
import type { Refusal } from '../data/protocol/log.ts';
import type { AppModule } from './app-context.ts';
import { editLabels } from './menu-template.ts';
import { isOwnPage } from './page-protocol.ts';

/**
 * Allows no page but ours, no second window, and no webview, in any contents ever created (Electron security
 * checklist 13 "Disable or limit navigation", 14 "Disable or limit creation of new windows", 12 "Verify WebView
 * options"). A link that would have opened a window goes to `openLink`, which judges it (checklist 15).
 */
export function confineWebContents(
  app: Pick<App, 'on'>,
  origin: string,
  openLink: (url: string) => void,
  onRefused: (reason: Refusal) => void = () => {},
): void {
  const prevent = (event: { preventDefault(): void }, reason: Refusal) => {
    event.preventDefault();
    onRefused(reason);
  };
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOwnPage(event.url, origin)) prevent(event, 'navigation');
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url, origin)) prevent(event, 'navigation');
    });
    contents.on('will-attach-webview', (event) => prevent(event, 'webview'));
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url);
      return { action: 'deny' };
    });
  });
}

/**
 * Limits this session's requests to the page's own files: the second line of defense behind the page's
 * policy, and the only one for contents that aren't our page. `origin`: that of the page; in development
 * that of a server, which also uses a WebSocket. Chromium lets no page load its developer tools' addresses.
 */
export function refuseNetwork(
  session: Pick<Session, 'webRequest'>,
  origin: string,
  onRefused: (reason: Refusal) => void = () => {},
): void {
  const sockets = origin.replace(/^http/, 'ws');
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isLet = isOwnPage(url, origin) || isOwnPage(url, sockets) || url.startsWith('devtools://');
    if (!isLet) onRefused('request');
    answer({ cancel: !isLet });
  });
}

/**
 * Limits the session of updates to the server that publishes them, and to the ones that it redirects to: a forge keeps its
 * files with another host. The metadata is signed, so no host on the way needs trust; but https never redirects to http.
 */
export function followSource(
  session: Pick<Session, 'webRequest'>,
  origin: string,
  onRefused: (reason: Refusal) => void = () => {},
): void {
  const origins = new Set([origin]);
  session.webRequest.onBeforeRedirect(({ url, redirectURL }) => {
    const [from, to] = [new URL(url), new URL(redirectURL)];
    // http itself is only for a server of this computer (updater.ts).
    const isSafe = to.protocol === 'https:' || (from.protocol === 'http:' && to.hostname === '127.0.0.1');
    if (isSafe && origins.has(from.origin)) origins.add(to.origin);
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isLet = origins.has(new URL(url).origin);
    if (!isLet) onRefused('request');
    answer({ cancel: !isLet });
  });
}

/** The only permission that the page requests (checklist 5, "Handle session permission requests from remote content"): to copy a value. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Limits permissions, both requests and checks, devices, and downloads, which the page never starts. */
export function limitPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
  >,
  onRefused: (reason: Refusal) => void = () => {},
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    if (!granted.has(permission)) onRefused('permission');
    answer(granted.has(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
    onRefused('download');
  });
}

/** An address without dictionaries: it needs no lookup, and nothing responds there. */
const noDictionaries = 'https://0.0.0.0/';

/**
 * Turns off spell checking and dictionaries. Each Electron session fetches one from Google as soon as it's created, whatever the
 * window's `spellcheck` says (electron#22995), so this comes before the first window. macOS checks spelling itself and fetches nothing.
 */
export function turnOffSpelling(
  session: Pick<
    Session,
    'setSpellCheckerEnabled' | 'setSpellCheckerLanguages' | 'setSpellCheckerDictionaryDownloadURL'
  >,
  platform: NodeJS.Platform,
): void {
  session.setSpellCheckerEnabled(false);
  if (platform === 'darwin') return;
  session.setSpellCheckerDictionaryDownloadURL(noDictionaries);
  session.setSpellCheckerLanguages([]);
}

/** The facts about a right-click that decide which items appear. */
export interface Pressed extends Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'formControlType'> {
  readonly editFlags: Pick<
    ContextMenuParams['editFlags'],
    'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'
  >;
}

/**
 * The items of a right-click: editing in a field, copying of selected text, and nothing elsewhere. Electron provides none of it
 * (docs/api/web-contents "Event: 'context-menu'"). Uses roles, but Electron has their labels only in English. A password is never copied.
 */
export function contextMenu(
  { isEditable, selectionText, formControlType, editFlags }: Pressed,
  isMac: boolean,
): MenuItemConstructorOptions[] {
  const { cut, copy, paste, selectAll } = editLabels(isMac);
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy', label: copy }];
  const isSecret = formControlType === 'input-password';
  return [
    { role: 'cut', label: cut, enabled: editFlags.canCut && !isSecret },
    { role: 'copy', label: copy, enabled: editFlags.canCopy && !isSecret },
    { role: 'paste', label: paste, enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: selectAll, enabled: editFlags.canSelectAll },
  ];
}

export const offerContextMenu: AppModule = ({ window, scheme }) => {
  window.onMade((made) => {
    made.webContents.on('context-menu', (_event, pressed) => {
      const items = contextMenu(pressed, scheme.platform === 'darwin');
      if (items.length > 0) Menu.buildFromTemplate(items).popup({ window: made });
    });
  });
};
