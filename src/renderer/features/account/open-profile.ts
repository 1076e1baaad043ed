import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask } from '../../bridge/queries.ts';
import { formatRoute, type PageName } from '../../navigation/routes.ts';

/** Opens another profile and loads the page anew: nothing of the one before stays in it. Throws CallFailed; the former is open then. */
export async function openProfile(
  bridge: PageBridge,
  id: string,
  page: PageName,
  query: Readonly<Record<string, string>> = {},
): Promise<void> {
  await ask(bridge, 'profiles.open', { id });
  startAgain(formatRoute(page, query));
}

/** Loads the page anew at a place of its own. */
export function startAgain(hash: string): void {
  window.history.replaceState(null, '', hash);
  window.location.reload();
}
