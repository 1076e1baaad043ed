import { join } from 'node:path';
import { app, dialog, utilityProcess } from 'electron';
import { chromiumProcesses, endings, faultFields, type LogEvent } from '../data/protocol/log.ts';
import { utilityProcessPort } from '../data/protocol/ports.ts';
import { heapFlags, programArguments } from '../data/protocol/program-start.ts';
import { type SwitchableDataProgram, superviseSwitchable } from '../data/protocol/switchable.ts';
import { t } from '../shared/language.ts';

/** Longer than an orderly quit takes (quit.ts). */
const endLimitMs = 6000;

/**
 * An uncaught error in this process is logged, tells the user in our own words (Electron would show
 * the error's own text) and ends the app in order, because its state is unknown. An unhandled
 * rejection is logged and the app continues, as it would in Electron. crashReporter is never started,
 * so no memory dump, with health values in it, is written or sent (Electron docs, "crashReporter").
 */
export function endOnCrash(logEvent: LogEvent): void {
  let isEnding = false;
  process.on('uncaughtException', (error) => {
    logEvent('process.crashed', faultFields(error));
    if (isEnding) return app.exit(1);
    isEnding = true;
    setTimeout(() => app.exit(1), endLimitMs);
    dialog.showErrorBox(
      t('Health Relay needs to quit'),
      t(
        'Something went wrong in the app. Stored data isn’t affected, and no pending items are lost. Open it again to continue.',
      ),
    );
    app.quit();
  });
  process.on('unhandledRejection', (reason) => logEvent('process.fault', faultFields(reason)));
}

/** Quits when the program that started this one asks for it, as `npm start` does on Windows, which has no signals (headless/launch/run-electron.ts). */
export function endWhenAsked(parent: Pick<NodeJS.EventEmitter, 'on'> = process): void {
  parent.on('message', (message) => {
    if (message === 'quit') app.quit();
  });
}

/** Logs how this app and the processes under it end: those of pages, the data program, and the GPU. */
export function logEndings(logEvent: LogEvent): void {
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    logEvent('page.ended', { ending: knownEnding(reason), exitCode });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    const chromium = chromiumProcesses.find((name) => name === type) ?? 'Unknown';
    logEvent('chromium.ended', { chromium, ending: knownEnding(reason), exitCode });
  });
  app.once('will-quit', () => logEvent('process.stopped', {}));
}

function knownEnding(reason: string): (typeof endings)[number] {
  return endings.find((ending) => ending === reason) ?? 'other';
}

/** Starts the data program of a profile as a utility process, and restarts it after a crash. Its messages go to stderr. */
export function startDataProgram(
  outDir: string,
  profileDir: string,
  onFault: (error: unknown) => void,
  logEvent: LogEvent,
): SwitchableDataProgram {
  const entry = join(outDir, 'main', 'data.js');
  return superviseSwitchable({
    profileDir,
    onFault,
    spawn: (dir, start) =>
      utilityProcessPort(
        utilityProcess.fork(entry, programArguments(dir, start), {
          serviceName: 'Health Relay data',
          stdio: 'inherit',
          execArgv: [`--js-flags=${heapFlags.join(' ')}`],
        }),
        () => logEvent('data.fatal'),
      ),
  });
}
