import { app, type BrowserWindow, dialog } from 'electron';
import { drop } from '../shared/drop.ts';
import { m, sentences, t } from '../shared/language.ts';
import type { AppModule } from './app-context.ts';

/** Chromium's ERR_ABORTED: another load replaced this one. */
const aborted = -3;

/** What to ask the user about a window that no longer shows anything, and what each button does. */
interface Question {
  readonly message: string;
  /** Precedes the sentence that all questions share; null: none. */
  readonly detail: string | null;
  readonly retry: string;
  readonly otherwise: string;
}

const stored = m('Stored data isn’t affected, and no pending items are lost.');
const questions = {
  crashed: {
    message: m('The window crashed again'),
    detail: null,
    retry: m('Show it again'),
    otherwise: m('Quit'),
  },
  notLoaded: {
    message: m('The window couldn’t be loaded'),
    detail: m('Part of Health Relay couldn’t be read. If this happens again, reinstall it.'),
    retry: m('Try again'),
    otherwise: m('Quit'),
  },
  silent: {
    message: m('The window isn’t responding'),
    detail: m('It may recover in a while. An import or sync in progress continues.'),
    retry: m('Reload it'),
    otherwise: m('Wait'),
  },
} as const satisfies Record<string, Question>;

/**
 * Reloads a page whose process died, and, if the user agrees, one that doesn't respond or can't be
 * loaded. The history is in another process, and an import in progress continues.
 */
export const recoverWindow: AppModule = ({ window, onFault }) => {
  let lastAtMs: number | null = null;
  /** We ended its process ourselves. */
  let isEndedHere = false;
  window.onMade((made) => {
    const { webContents } = made;
    /** Aborts the open question: only one at a time, and none that has become moot. */
    let asking: AbortController | null = null;
    const ask = (question: Question, act: (isAgain: boolean) => void) => {
      if (asking !== null || made.isDestroyed()) return;
      const open = new AbortController();
      asking = open;
      const answered = choose(made, question, open.signal).then((isAgain) => {
        if (asking === open) asking = null;
        if (!open.signal.aborted && !made.isDestroyed()) act(isAgain);
      });
      drop(answered, 'without an answer, the window stays as it is', onFault);
    };
    const reloadOrQuit = (isAgain: boolean) => (isAgain ? webContents.reload() : app.quit());
    webContents.on('render-process-gone', (_event, { reason }) => {
      // This settles the open question.
      asking?.abort();
      if (reason === 'clean-exit' || made.isDestroyed()) return;
      const next = isEndedHere ? 'reload' : afterCrash(lastAtMs, Date.now());
      if (!isEndedHere) lastAtMs = Date.now();
      isEndedHere = false;
      if (next === 'reload') webContents.reload();
      else {
        asking = null;
        ask(questions.crashed, reloadOrQuit);
      }
    });
    webContents.on('did-fail-load', (_event, code, _words, _url, isMainFrame) => {
      if (isMainFrame && code !== aborted) ask(questions.notLoaded, reloadOrQuit);
    });
    // The page's own protocol answers with a status where a file is missing (page-protocol.ts).
    webContents.on('did-navigate', (_event, _url, status) => {
      if (status >= 400) ask(questions.notLoaded, reloadOrQuit);
    });
    made.on('unresponsive', () =>
      ask(questions.silent, (isAgain) => {
        // A busy page doesn't react to a reload, so its process is ended and the next one begins.
        isEndedHere = isAgain;
        if (isAgain) webContents.forcefullyCrashRenderer();
      }),
    );
    made.on('responsive', () => asking?.abort());
  });
};

/** Whether the first button was pressed. */
async function choose(made: BrowserWindow, question: Question, signal: AbortSignal): Promise<boolean> {
  const { message, detail, retry, otherwise } = question;
  const { response } = await dialog.showMessageBox(made, {
    type: 'error',
    title: 'Health Relay',
    message: t(message),
    detail: sentences(detail !== null && t(detail), t(stored)),
    buttons: [t(retry), t(otherwise)],
    defaultId: 0,
    cancelId: 1,
    signal,
  });
  return response === 0;
}

/** Two crashes within this time are no coincidence. */
const againMs = 60_000;

/** After a crash of the page: reloads it automatically once, and asks the user if it crashes again soon. */
export function afterCrash(lastAtMs: number | null, nowMs: number): 'reload' | 'ask' {
  return lastAtMs !== null && nowMs - lastAtMs < againMs ? 'ask' : 'reload';
}
