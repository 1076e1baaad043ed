import type { PageBridge } from './page-bridge.ts';
import { createPreloadBridge } from './preload-bridge.ts';
import { createWebBridge } from './web-bridge.ts';
import { enterWebHost } from './web-entry.ts';

/** Uses Electron's preload script if present, else the web host that served the page; null if the host rejects the page. */
export async function createBridge(): Promise<PageBridge | null> {
  if (window.healthRelay !== undefined) return createPreloadBridge(window.healthRelay);
  const entry = await enterWebHost();
  return entry === null ? null : createWebBridge(entry);
}
