import { type Session, session } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import type { Known } from './sync-words.ts';

/** Decides whether to ask the system again: the hosts that data goes to, and what holds them. */
function occasionOf({ dataState, sync }: Known): string {
  const cards = sync?.destinations ?? [];
  return JSON.stringify([dataState.state, cards.map(({ host, pausedBy }) => [host, pausedBy])]);
}

/**
 * Tells the data program which proxy leads to each server. Only Electron can ask the system, whose answer may come from a script (PAC) and
 * change with the network. It's asked at each start of the program, for each new address, and whenever a destination is held or freed.
 */
export function followProxiesOf(
  system: Pick<Session, 'resolveProxy' | 'forceReloadProxyConfig'>,
  { data, onFault }: Pick<AppContext, 'data' | 'onFault'>,
): void {
  let occasion = '';
  let sent = '';
  const send = async (isOccasion: boolean) => {
    const origins = await data.host('host.serverOrigins', {});
    if (!origins.ok) return;
    const asked = origins.value.origins.join(' ');
    if (!isOccasion && asked === sent) return;
    sent = asked;
    await system.forceReloadProxyConfig();
    const answers = origins.value.origins.map(async (origin) => [origin, await system.resolveProxy(origin)]);
    await data.host('host.useProxies', { proxies: Object.fromEntries(await Promise.all(answers)) });
  };
  followState(
    data,
    (known) => {
      const now = occasionOf(known);
      if (now === occasion || known.dataState.state !== 'ready') return;
      occasion = now;
      drop(send(true), 'requests keep their previous route', onFault);
    },
    onFault,
  );
  // A sign-in service that was just set up is contacted before anything is sent to a target.
  data.onPush((name) => {
    if (name === 'account.changed') drop(send(false), 'requests keep their previous route', onFault);
  });
}

export const followProxies: AppModule = (context) => followProxiesOf(session.defaultSession, context);
