import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask } from '../../bridge/queries.ts';
import { formatRoute, type PageName } from '../../navigation/routes.ts';

/** Opens another profile and reloads the page, so nothing of the previous one stays in it. Throws CallFailed; then the previous one is still open. */
export async function openProfile(
  bridge: PageBridge,
  id: string,
  page: PageName,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  await ask(bridge, 'profiles.open', { id });
  startAgain(formatRoute(page, query));
}

/** Reloads the page at the given address. */
export function startAgain(hash: string): void {
  window.history.replaceState(null, '', hash);
  window.location.reload();
}
