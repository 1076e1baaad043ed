import { app } from 'electron';
import type { AppModule } from './app-context.ts';
import { signInCallback } from './deep-link.ts';
import { ownProgram } from './desktop-entry.ts';
import { type HandedOn, handedOnBy } from './open-events.ts';
import { ownArguments } from './scheme-handler.ts';

/**
 * Quits in order: the data program first ends its sync (3 s at most), writes its log back, and releases the profile;
 * if it's killed after 4 s, it loses nothing either (data/protocol/supervise.ts). The lock, still held, turns away a
 * second start meanwhile; the app is started again, with the arguments of each such start, once this one has ended.
 */
export const quitInOrder: AppModule = ({ data, window, updates, scheme }) => {
  let stopping: Promise<void> | null = null;
  let hasStopped = false;
  let again: HandedOn | null = null;
  const startAgain = ({ paths, callbackUrl }: HandedOn) => {
    if (stopping === null) return;
    again = {
      paths: [...(again?.paths ?? []), ...paths],
      callbackUrl: callbackUrl ?? again?.callbackUrl ?? null,
    };
  };
  const nothing: HandedOn = { paths: [], callbackUrl: null };
  app.on('second-instance', (_event, _argv, _cwd, additional) =>
    startAgain(handedOnBy(additional) ?? nothing),
  );
  // macOS starts no second one: it sends the ending app what the user opened, or that its icon was clicked.
  app.on('open-file', (_event, path) => startAgain({ paths: [path], callbackUrl: null }));
  app.on('open-url', (_event, url) => startAgain({ paths: [], callbackUrl: signInCallback(url) }));
  app.on('activate', () => startAgain(nothing));
  app.on('before-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    // A repeated request joins the same shutdown.
    if (stopping !== null) return;
    window.retire();
    const end = () => {
      hasStopped = true;
      if (again !== null) {
        const execPath = ownProgram(scheme.env, scheme.execPath);
        app.relaunch({ execPath, args: [...ownArguments(scheme), ...argumentsOf(again)] });
      }
      app.quit();
    };
    stopping = Promise.allSettled([data.stop(), updates.handOver()]).then(end);
  });
};

/** A link is read alone (app-arguments.ts), so files come first: the sign-in that the link ends was waited for by a program that has ended. */
function argumentsOf({ paths, callbackUrl }: HandedOn): readonly string[] {
  return paths.length > 0 || callbackUrl === null ? paths : [callbackUrl];
}
