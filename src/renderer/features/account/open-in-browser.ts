/**
 * Opens an address in the person's browser: a tab of it here, the system's browser in the desktop app, whose window-open rule hands it
 * on. `noopener` also hides whether it was blocked, so the page offers the same address as a link.
 */
export function openInBrowser(url: string): void {
  window.open(url, '_blank', 'noopener');
}
