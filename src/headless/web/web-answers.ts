import { release } from 'node:os';
import type { DataClient } from '../../data/protocol/client.ts';
import type { DataState, Preferences } from '../../shared/contract/app.ts';
import { askDiagnostics } from '../../shared/diagnostics.ts';
import { CodedError } from '../../shared/errors.ts';
import type { AppAnswers } from '../../shared/gateway.ts';

export interface WebAnswersOptions {
  readonly data: DataClient & { state(): DataState };
  readonly version: string;
  readonly profile: () => { readonly id: string; readonly name: string };
  readonly redirectUri: () => string;
}

/** A tab of a browser has no tray, no login item and no notifications of ours, and keeps its theme itself. */
const nothingHere: Preferences = { theme: null, closesToTray: null, startsAtLogin: null, notifies: null };

/** The calls `app.*` as the web host answers them: the same contract, and an honest no where only the desktop app can. */
export function webAnswers({ data, version, profile, redirectUri }: WebAnswersOptions): AppAnswers {
  return {
    'app.info': () => ({
      version,
      host: 'web',
      platform: process.platform,
      profileId: profile().id,
      profileName: profile().name,
      redirectUri: redirectUri(),
      dataState: data.state(),
    }),
    'app.preferences': () => nothingHere,
    'app.setPreferences': (change) => {
      if (Object.keys(change).length > 0) throw new CodedError('app.desktop_only');
      return nothingHere;
    },
    // What this host was started with stands in the page (shared/page/host-facts.ts).
    'app.takeOpened': () => [],
    'app.openExternal': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.showLogs': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.diagnostics': async () => ({
      text: await askDiagnostics(data, {
        version,
        host: 'web',
        system: `${process.platform} ${release()} ${process.arch}`,
        runtime: { Node: process.versions.node },
        dataState: data.state(),
      }),
    }),
  };
}
