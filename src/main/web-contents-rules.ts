import type { App, Session } from 'electron';
import { isOwnPage } from './page-address.ts';

/**
 * No page but ours, no second window, no webview, in whatever is ever created (Electron security checklist, "Disable or limit
 * navigation", "Disable or limit creation of new windows", "Verify WebView options").
 */
export function confineWebContents(app: Pick<App, 'on'>, origin: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOwnPage(event.url, origin)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url, origin)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Copying a value is all the page ever asks for (checklist, "Handle session permission requests from remote content"). */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export function limitPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(granted.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => granted.has(permission));
  session.setDevicePermissionHandler(() => false);
}
