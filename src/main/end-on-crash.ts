import { app, dialog } from 'electron';
import { faultFields, type LogEvent } from '../data/protocol/log.ts';

/** Longer than quitting in order takes (quit.ts). */
const endLimitMs = 6000;

/**
 * What nobody caught in this process leaves a line, tells the person in words of ours (Electron by itself would show the error's own text)
 * and ends the app in order: what was in the middle of happening is unknown. A rejection that nobody handled leaves a line and the app goes on, as
 * Electron would. crashReporter is never started, so that no dump of memory, with health values in it, is written or sent (Electron
 * docs, "crashReporter").
 */
export function endOnCrash(logEvent: LogEvent): void {
  let isEnding = false;
  process.on('uncaughtException', (error) => {
    logEvent('process.crashed', faultFields(error));
    if (isEnding) return app.exit(1);
    isEnding = true;
    setTimeout(() => app.exit(1), endLimitMs);
    dialog.showErrorBox(
      'Health Relay needs to quit',
      'Something went wrong in the app. Stored data isn’t affected, and no pending items are lost. Open it again to continue.',
    );
    app.quit();
  });
  process.on('unhandledRejection', (reason) => logEvent('process.fault', faultFields(reason)));
}
