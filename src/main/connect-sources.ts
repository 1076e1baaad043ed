import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import type { PreferencesFile } from './preferences-file.ts';

/**
 * Exact origins that the page may connect to beside its own: the sign-in service as it is configured. The page never waits for the
 * data program to be ready: until then those of the last time serve. page/headers.ts drops what is no exact origin.
 */
export function connectSources(
  data: Pick<DataClient, 'host'> & { state(): DataState },
  preferences: Pick<PreferencesFile, 'get' | 'set'>,
): () => Promise<readonly string[]> {
  return async () => {
    const known = preferences.get().connectSources;
    if (data.state().state !== 'ready') return known;
    const answer = await data.host('host.connectSources', {});
    if (!answer.ok) return known;
    const { origins } = answer.value;
    if (origins.join(' ') !== known.join(' ')) {
      try {
        preferences.set({ connectSources: origins });
      } catch {
        // Only the next start would have been served by it.
      }
    }
    return origins;
  };
}
