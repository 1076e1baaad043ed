export interface Closing {
  readonly isQuitting: boolean;
  readonly closesToTray: boolean;
  readonly isImporting: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * What closing the window means: it hides into the tray (the person's choice), asks first because it would end the app in the middle of
 * an import, or closes. On macOS the app stays in the dock, and the import goes on.
 */
export function whenClosed({
  isQuitting,
  closesToTray,
  isImporting,
  platform,
}: Closing): 'hide' | 'ask' | 'close' {
  if (isQuitting) return 'close';
  if (closesToTray) return 'hide';
  return isImporting && platform !== 'darwin' ? 'ask' : 'close';
}
