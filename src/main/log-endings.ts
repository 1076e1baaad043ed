import { app } from 'electron';
import { chromiumProcesses, endings, type LogEvent } from '../data/protocol/log.ts';

/** Writes down how this app and the processes under it end: those of pages, the data program, the GPU's. */
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
