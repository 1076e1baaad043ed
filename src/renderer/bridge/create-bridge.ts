import type { PageBridge } from './page-bridge.ts';
import { createPreloadBridge } from './preload-bridge.ts';
import { createWebBridge } from './web-bridge.ts';
import { enterWebHost } from './web-entry.ts';

/** Electron's preload script where it ran, else the web host that served the page; null when that does not let the page in. */
export async function createBridge(): Promise<PageBridge | null> {
  if (window.healthRelay !== undefined) return createPreloadBridge(window.healthRelay);
  const entry = await enterWebHost();
  return entry === null ? null : createWebBridge(entry);
}
