import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { pageNames } from '../page/page-names.ts';
import { defineCall, definePush } from './define.ts';

const nothing = z.strictObject({});

export const dataStateSchema = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  code: z.enum(errorCodes).nullable(),
});
export type DataState = z.infer<typeof dataStateSchema>;

/** What hosts this page, and which profile is open. Answered also while the data program restarts. */
export const info = defineCall({
  name: 'app.info',
  input: nothing,
  output: z.object({
    version: z.string(),
    host: z.enum(['electron', 'web']),
    platform: z.string(),
    /** Of the profile that is open: a folder's name, `main` for the first, and what the person calls it. */
    profileId: z.string(),
    profileName: z.string(),
    /**
     * Where a sign-in comes back to this host: what is registered with the sign-in service. Of the desktop app a link, which is its second
     * way beside a door on this computer (account.read, auth0.redirectPort); '' where links do not come back to this copy of it.
     */
    redirectUri: z.string(),
    /** Whether Chromium keeps the page in a sandbox; null: the person's own browser shows it. */
    isSandboxed: z.boolean().nullable(),
    dataState: dataStateSchema,
  }),
});

export const themes = ['system', 'light', 'dark'] as const;

/** How the app behaves on this computer; null: not here (a browser tab, an app that is not installed). */
export const preferencesSchema = z.object({
  /** Null: the page keeps it by itself. */
  theme: z.enum(themes).nullable(),
  closesToTray: z.boolean().nullable(),
  startsAtLogin: z.boolean().nullable(),
  notifies: z.boolean().nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const preferences = defineCall({
  name: 'app.preferences',
  input: nothing,
  output: preferencesSchema,
});

/** Errors: app.desktop_only for what this host has not; app.not_kept when this computer did not take it, app.login_needs_approval. */
export const setPreferences = defineCall({
  name: 'app.setPreferences',
  input: z.strictObject({
    theme: z.enum(themes).optional(),
    closesToTray: z.boolean().optional(),
    startsAtLogin: z.boolean().optional(),
    notifies: z.boolean().optional(),
  }),
  output: preferencesSchema,
});

/**
 * What was opened from outside of the page since it was last asked (dropped on the icon, "Open with", a command line):
 * ready for `import.start`, or the code that says why not. Each is handed out once.
 */
export const takeOpened = defineCall({
  name: 'app.takeOpened',
  input: nothing,
  output: z.array(
    z.object({ name: z.string(), offer: z.string().nullable(), code: z.enum(errorCodes).nullable() }),
  ),
});

/**
 * Opens an address in the person's browser when it lies at one that the app was set up with. Errors: request.refused,
 * app.desktop_only.
 */
export const openExternal = defineCall({
  name: 'app.openExternal',
  input: z.strictObject({ url: z.string().max(8000) }),
  output: z.null(),
});

/** Opens the folder of the logs in the person's file manager. Errors: app.desktop_only, app.not_opened. */
export const showLogs = defineCall({ name: 'app.showLogs', input: nothing, output: z.null() });

/** Opens the folder of the open profile in the person's file manager. Errors: app.desktop_only, app.not_opened. */
export const showProfile = defineCall({ name: 'app.showProfile', input: nothing, output: z.null() });

/** Lets the person choose a folder in the system's own dialog; null when they chose none. Error app.desktop_only. */
export const chooseFolder = defineCall({
  name: 'app.chooseFolder',
  input: nothing,
  output: z.object({ path: z.string().nullable() }),
});

/**
 * Starts the data program once more with sending, after it was started without (sync.off_after_crashes); settles when it is ready or
 * given up. Error request.refused: sending is not off, or the program is just being started.
 */
export const resumeRelay = defineCall({ name: 'app.resumeRelay', input: nothing, output: z.null() });

/** Facts for a report of a fault, as text: versions, states, counts and codes; no health values, names, addresses or paths. */
export const diagnostics = defineCall({
  name: 'app.diagnostics',
  input: nothing,
  output: z.object({ text: z.string() }),
});

/** Something in the page failed that nobody caught: what kind it was and where in the page's own script, for the log; never its text. */
export const reportFault = defineCall({
  name: 'app.reportFault',
  input: z.strictObject({
    fault: z.enum(['error', 'rejection', 'render']),
    line: z.int().min(0),
    column: z.int().min(0),
  }),
  output: z.null(),
});

export const dataState = definePush({ name: 'app.dataState', payload: dataStateSchema });

/** Something waits for `app.takeOpened`. */
export const opened = definePush({ name: 'app.opened', payload: z.object({}) });

/** A menu, the tray or a notification leads to a page. */
export const navigate = definePush({
  name: 'app.navigate',
  payload: z.object({ page: z.enum(pageNames) }),
});

export const appCalls = [
  info,
  preferences,
  setPreferences,
  takeOpened,
  openExternal,
  showLogs,
  showProfile,
  chooseFolder,
  resumeRelay,
  diagnostics,
  reportFault,
] as const;
export const appPushes = [dataState, opened, navigate] as const;
