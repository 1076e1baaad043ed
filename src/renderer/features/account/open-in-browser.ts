/**
 * Opens an address in the user's browser: in a tab here, or in the system's browser from the desktop app through its window-open rule. `noopener`
 * also hides blocking, so the page offers the address as a link, too.
 */
export function openInBrowser(url: string): void {
  window.open(url, '_blank', 'noopener');
}
