import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { languageChoices } from '../language.ts';
import { pageNames } from '../page/page-names.ts';
import { defineCall, definePush } from './define.ts';

const nothing = z.strictObject({});

const dataStateSchema = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  code: z.enum(errorCodes).nullable(),
});
export type DataState = z.infer<typeof dataStateSchema>;

/** The host of this page, and the open profile. Answered even while the data program restarts. */
export const info = defineCall({
  name: 'app.info',
  input: nothing,
  output: z.object({
    version: z.string(),
    host: z.enum(['electron', 'web']),
    platform: z.string(),
    /** The open profile: its folder name, `main` for the first, and the user's name for it. */
    profileId: z.string(),
    profileName: z.string(),
    /**
     * The host's redirect address for sign-ins, as registered with the sign-in service. In the desktop app it's a link, the
     * alternative to a loopback listener (account.read, auth0.redirectPort); '' if links don't return to this copy of the app.
     */
    redirectUri: z.string(),
    /** Whether Chromium runs the page in a sandbox; null: the page is in the user's own browser. */
    isSandboxed: z.boolean().nullable(),
    dataState: dataStateSchema,
  }),
});

export const themes = ['system', 'light', 'dark'] as const;

/** How the app behaves on this computer; null: not available here (a browser tab, an app that isn't installed). */
const preferencesSchema = z.object({
  /** Null: the page stores it. */
  theme: z.enum(themes).nullable(),
  /** Null: the page stores it. */
  language: z.enum(languageChoices).nullable(),
  closesToTray: z.boolean().nullable(),
  startsAtLogin: z.boolean().nullable(),
  notifies: z.boolean().nullable(),
  /** Whether to ask the publisher's server for newer versions, at the start and once a day. */
  looksForUpdates: z.boolean().nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const preferences = defineCall({
  name: 'app.preferences',
  input: nothing,
  output: preferencesSchema,
});

/** Errors: app.desktop_only if this host doesn't have the setting; app.not_kept if this computer rejected it, app.login_needs_approval. */
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
 * Whether this copy of the app can update itself: `here`, or why not: a browser's page, a checkout, a
 * build without the publisher's signature, a package whose manager brings updates.
 */
const updatePlaces = ['here', 'web', 'checkout', 'unsigned', 'package'] as const;
export type UpdatePlace = (typeof updatePlaces)[number];

/** `idle`: not looked for. `newest`: there is no newer version. `ready`: fetched, will be installed when the app quits. */
const updateStates = ['idle', 'looking', 'newest', 'downloading', 'ready', 'cancelled', 'failed'] as const;
export type UpdateState = (typeof updateStates)[number];

const updateStatusSchema = z.object({
  place: z.enum(updatePlaces),
  state: z.enum(updateStates),
  /** The newer version, and its publisher's notes, as text. */
  version: z.string().nullable(),
  notes: z.string().nullable(),
  /** Progress of a download, 0 to 100. */
  percent: z.number().min(0).max(100).nullable(),
  /** Why it failed. */
  code: z.enum(errorCodes).nullable(),
});
export type UpdateStatus = z.infer<typeof updateStatusSchema>;

/** The update status; contacts no server. */
export const updates = defineCall({ name: 'app.updates', input: nothing, output: updateStatusSchema });

/** Looks for a newer version now and fetches it. Errors: app.desktop_only; request.refused while updates are off. */
export const lookForUpdate = defineCall({
  name: 'app.lookForUpdate',
  input: nothing,
  output: updateStatusSchema,
});

/** Ends a check or download in progress. Error: app.desktop_only. */
export const cancelUpdate = defineCall({
  name: 'app.cancelUpdate',
  input: nothing,
  output: updateStatusSchema,
});

/**
 * Items opened from outside the page since the last call (dropped on the icon, "Open with", a command
 * line): ready for `import.start`, or with the code that says why not. Each is returned once.
 */
export const takeOpened = defineCall({
  name: 'app.takeOpened',
  input: nothing,
  output: z.array(
    z.object({ name: z.string(), offer: z.string().nullable(), code: z.enum(errorCodes).nullable() }),
  ),
});

/**
 * Opens an address in the user's browser if it belongs to an address that the app was set up with.
 * Errors: request.refused, app.desktop_only.
 */
export const openExternal = defineCall({
  name: 'app.openExternal',
  input: z.strictObject({ url: z.string().max(8000) }),
  output: z.null(),
});

/** Opens the log folder in the user's file manager. Errors: app.desktop_only, app.not_opened. */
export const showLogs = defineCall({ name: 'app.showLogs', input: nothing, output: z.null() });

/** Opens the open profile's folder in the user's file manager. Errors: app.desktop_only, app.not_opened. */
export const showProfile = defineCall({ name: 'app.showProfile', input: nothing, output: z.null() });

/** Lets the user choose a folder in the system's dialog; null if they chose none. Error: app.desktop_only. */
export const chooseFolder = defineCall({
  name: 'app.chooseFolder',
  input: nothing,
  output: z.object({ path: z.string().nullable() }),
});

/**
 * Restarts the data program with sending on, after it was started without (sync.off_after_crashes); settles when
 * it's ready or given up. Error: request.refused, if sending isn't off, or the program is already starting.
 */
export const resumeRelay = defineCall({ name: 'app.resumeRelay', input: nothing, output: z.null() });

/** Facts for a bug report, as text: versions, states, counts, and codes; no health values, names, addresses, or paths. */
export const diagnostics = defineCall({
  name: 'app.diagnostics',
  input: nothing,
  output: z.object({ text: z.string() }),
});

/** Reports an uncaught failure in the page, for the log: its kind and its position in the page's own script, never its text. */
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

/** Items are waiting for `app.takeOpened`. */
export const opened = definePush({ name: 'app.opened', payload: z.object({}) });

/** A menu, the tray, or a notification opens a page. */
export const navigate = definePush({
  name: 'app.navigate',
  payload: z.object({ page: z.enum(pageNames) }),
});

/** The update status, whenever it changes. */
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
