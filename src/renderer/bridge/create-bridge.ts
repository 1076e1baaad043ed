import type { PageBridge } from './page-bridge.ts';
import { createPreloadBridge } from './preload-bridge.ts';
import { createWebBridge } from './web-bridge.ts';

/** Electron's preload script where it ran, else the web host that served the page. */
export function createBridge(): PageBridge {
  return window.healthRelay === undefined ? createWebBridge() : createPreloadBridge(window.healthRelay);
}
