import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { languageChoices } from '../language.ts';
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
  /** Null: the page keeps it by itself. */
  language: z.enum(languageChoices).nullable(),
  closesToTray: z.boolean().nullable(),
  startsAtLogin: z.boolean().nullable(),
  notifies: z.boolean().nullable(),
  /** Whether the publisher's server is asked for newer versions, at the start and once a day. */
  looksForUpdates: z.boolean().nullable(),
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
    language: z.enum(languageChoices).optional(),
    closesToTray: z.boolean().optional(),
    startsAtLogin: z.boolean().optional(),
    notifies: z.boolean().optional(),
    looksForUpdates: z.boolean().optional(),
  }),
  output: preferencesSchema,
});

/**
 * Whether this copy of the app can bring itself up to date: `here`, or why not: a browser's page, a checkout, a build without the publisher's
 * signature, a package whose manager brings updates.
 */
export const updatePlaces = ['here', 'web', 'checkout', 'unsigned', 'package'] as const;
export type UpdatePlace = (typeof updatePlaces)[number];

/** `idle`: not looked for. `newest`: there is nothing newer. `ready`: fetched, and installed when the app quits. */
export const updateStates = [
  'idle',
  'looking',
  'newest',
  'downloading',
  'ready',
  'cancelled',
  'failed',
] as const;
export type UpdateState = (typeof updateStates)[number];

export const updateStatusSchema = z.object({
  place: z.enum(updatePlaces),
  state: z.enum(updateStates),
  /** The newer version, and what its publisher says of it, as text. */
  version: z.string().nullable(),
  notes: z.string().nullable(),
  /** Of a download: 0 to 100. */
  percent: z.number().min(0).max(100).nullable(),
  /** Why it failed. */
  code: z.enum(errorCodes).nullable(),
});
export type UpdateStatus = z.infer<typeof updateStatusSchema>;

/** How it stands with updates; asks nobody. */
export const updates = defineCall({ name: 'app.updates', input: nothing, output: updateStatusSchema });

/** Looks for a newer version now and fetches it. Errors: app.desktop_only; request.refused while updates are off. */
export const lookForUpdate = defineCall({
  name: 'app.lookForUpdate',
  input: nothing,
  output: updateStatusSchema,
});

/** Ends a look or a download that is under way. Error app.desktop_only. */
export const cancelUpdate = defineCall({
  name: 'app.cancelUpdate',
  input: nothing,
  output: updateStatusSchema,
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

/** How it stands with updates, as it changes. */
export const updateState = definePush({ name: 'app.updateState', payload: updateStatusSchema });

export const appCalls = [
  info,
  preferences,
  setPreferences,
  updates,
  lookForUpdate,
  cancelUpdate,
  takeOpened,
  openExternal,
  showLogs,
  showProfile,
  chooseFolder,
  resumeRelay,
  diagnostics,
  reportFault,
] as const;
export const appPushes = [dataState, opened, navigate, updateState] as const;
