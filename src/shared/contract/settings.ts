import { z } from 'zod';
import { backupScheduleSchema } from '../domain/backup-schedule.ts';
import { cardLayoutSchema } from '../domain/cards.ts';
import { chosenUnitsSchema } from '../domain/display-units.ts';
import {
  connectionTestSchema,
  consentSchema,
  fileFormatSchema,
  reviewSchema,
  targetIdSchema,
  targetSettingsSchema,
} from '../domain/sync.ts';
import { zoneLimitsSchema } from '../domain/workout-figures.ts';
import { defineCall, definePush } from './define.ts';
import { passphraseSchema } from './profiles.ts';

const nothing = z.strictObject({});
const kinds = consentSchema.shape.kinds;
const startDay = consentSchema.shape.startDay;
const zone = z.string().min(1).max(100);
const scope = z.strictObject({ target: targetIdSchema, kinds, startDay });

/** Steps of the first run; each can be skipped and resumed. */
const steps = z.enum(['home_zone', 'targets']);

export const read = defineCall({
  name: 'settings.read',
  input: nothing,
  output: z.object({
    homeZone: z.string().nullable(),
    /** The computer's zone, as a proposal. */
    proposedZone: z.string(),
    phoneUsesTrendy: z.boolean(),
    /** Sources by priority, highest first; `isChosen` once the user changed it. */
    sourcePriority: z.object({
      sources: z.array(
        z.object({ id: z.number(), name: z.string(), kind: z.enum(['hand', 'watch', 'phone', 'other']) }),
      ),
      isChosen: z.boolean(),
    }),
    skipped: z.array(steps),
    targets: z.array(targetSettingsSchema),
  }),
});

/** How another home zone or source order would change existing events; changes nothing. Errors: settings.unknown_zone. */
export const reviewRules = defineCall({
  name: 'settings.reviewRules',
  input: z.strictObject({
    homeZone: zone.optional(),
    sourcePriority: z.array(z.int().positive()).optional(),
  }),
  output: z.object({
    created: z.number(),
    changed: z.number(),
    deleted: z.number(),
    /** How many of these would be sent to Trendy: new ones in scope, and others that it has from us. */
    sent: z.number(),
  }),
});

/** `sent` as `reviewRules` showed it; left out, nothing was shown: the first home zone, or a script. */
const sent = z.int().nonnegative().optional();

/**
 * Confirms the home zone; events are derived from then on. Errors: settings.unknown_zone, settings.review_changed when it would send
 * another number of changes now than `sent`.
 */
export const setHomeZone = defineCall({
  name: 'settings.setHomeZone',
  input: z.strictObject({ homeZone: zone, sent }),
  output: z.null(),
});
/** Errors: settings.review_changed, as `setHomeZone`. */
export const setSourcePriority = defineCall({
  name: 'settings.setSourcePriority',
  input: z.strictObject({ sources: z.array(z.int().positive()), sent }),
  output: z.null(),
});
export const setPhoneUsesTrendy = defineCall({
  name: 'settings.setPhoneUsesTrendy',
  input: z.strictObject({ phoneUsesTrendy: z.boolean() }),
  output: z.null(),
});
/** Lower limits of the heart rate zones above the first, bpm; null: the default ones (core/history/heart-zones.ts). */
export const setHeartZones = defineCall({
  name: 'settings.setHeartZones',
  input: z.strictObject({ limits: zoneLimitsSchema.nullable() }),
  output: z.null(),
});
/** Units that the user chose to read; an omitted kind follows the region. They don't affect stored or sent data. */
export const units = defineCall({ name: 'settings.units', input: nothing, output: chosenUnitsSchema });
export const setUnits = defineCall({ name: 'settings.setUnits', input: chosenUnitsSchema, output: z.null() });
export const skipStep = defineCall({
  name: 'settings.skipStep',
  input: z.strictObject({ step: steps, isSkipped: z.boolean() }),
  output: z.null(),
});

/** Sets a target's address. Another address, dataset, or branch is another destination with nothing delivered. Errors: settings.bad_address, settings.bad_value, settings.format_fixed. */
export const configureTarget = defineCall({
  name: 'settings.configureTarget',
  input: z.strictObject({
    target: targetIdSchema,
    baseUrl: z.string().max(500),
    datasetRid: z.string().max(200).optional(),
    branch: z.string().max(200).optional(),
    userId: z.string().max(200).optional(),
    format: fileFormatSchema.optional(),
  }),
  output: z.null(),
});

/** A token for this run, kept only in the data program's memory; '' forgets it. */
export const setToken = defineCall({
  name: 'settings.setToken',
  input: z.strictObject({ target: targetIdSchema, token: z.string().max(10_000) }),
  output: z.null(),
});

const proxyPlace = z.string().min(1).max(300);
const knownProxies = z.object({
  proxies: z.array(
    z.object({
      /** "http://proxy:8080" */
      place: proxyPlace,
      /** The stored name; null: none, or it wasn't needed yet. */
      name: z.string().nullable(),
      /** HTTPS_PROXY contains its own name and password. */
      hasOwnLogin: z.boolean(),
      /** Its last response asked for a name and password, or for different ones (407). */
      isAsking: z.boolean(),
    }),
  ),
});

/** The proxies used to reach the configured servers. */
export const proxies = defineCall({ name: 'settings.proxies', input: nothing, output: knownProxies });
/** Stores a proxy's name and password in the keychain, or, without a keychain, until the program ends, and sends again. */
export const setProxyLogin = defineCall({
  name: 'settings.setProxyLogin',
  input: z.strictObject({
    place: proxyPlace,
    name: z.string().min(1).max(300),
    password: z.string().max(1000),
  }),
  output: knownProxies,
});
/** Errors: account.keychain_not_cleared. */
export const forgetProxyLogin = defineCall({
  name: 'settings.forgetProxyLogin',
  input: z.strictObject({ place: proxyPlace }),
  output: knownProxies,
});

/** Makes the cheapest request that proves the address and token. */
export const testConnection = defineCall({
  name: 'settings.testConnection',
  input: z.strictObject({ target: targetIdSchema }),
  output: connectionTestSchema,
});

/** What would be sent, before it is sent. */
export const reviewTarget = defineCall({ name: 'settings.reviewTarget', input: scope, output: reviewSchema });

/**
 * The user pressed "Send": everything in scope becomes pending. Errors: sync.needs_address, settings.review_changed if
 * `items` or `account` (as the review showed it) no longer matches, sync.other_route while another route carries its dataset.
 */
export const enableTarget = defineCall({
  name: 'settings.enableTarget',
  input: scope.extend({ items: z.int().nonnegative(), account: z.string().max(500).optional() }),
  output: z.null(),
});

/** Pauses a target; queued items stay. */
export const disableTarget = defineCall({
  name: 'settings.disableTarget',
  input: z.strictObject({ target: targetIdSchema }),
  output: z.null(),
});

/** Removes a destination with its queue and ledger. */
export const removeDestination = defineCall({
  name: 'settings.removeDestination',
  input: z.strictObject({ destination: z.int().positive() }),
  output: z.null(),
});

/** Foundry and Atlas are two routes to one dataset: carries confirmed cursors over from one to the other. */
export const carryCursors = defineCall({
  name: 'settings.carryCursors',
  input: z.strictObject({ from: z.int().positive(), to: z.int().positive() }),
  output: z.null(),
});

/** The order and places of all Overview cards; an empty list restores the default order. */
export const arrangeCards = defineCall({
  name: 'settings.arrangeCards',
  input: z.strictObject({ cards: cardLayoutSchema }),
  output: z.null(),
});

/** Automatic backups; off until the user sets them up. */
export const backupSchedule = defineCall({
  name: 'settings.backupSchedule',
  input: nothing,
  output: backupScheduleSchema,
});

/**
 * `folder`: absolute. A passphrase goes to the keychain; null removes it; omitted, it stays. Errors: backup.folder_missing,
 * backup.folder_unwritable, backup.own_folder, backup.passphrase_not_kept, disk.full, profile.unreadable.
 */
export const setBackupSchedule = defineCall({
  name: 'settings.setBackupSchedule',
  input: z.strictObject({
    isOn: z.boolean(),
    folder: z.string().min(1).max(4096),
    everyDays: backupScheduleSchema.shape.everyDays,
    passphrase: passphraseSchema.nullable().optional(),
  }),
  output: backupScheduleSchema,
});

/** Makes a scheduled backup now. `isMade` is false while it waits for an import or another backup. Errors: those of a schedule's `failure`. */
export const makeScheduledBackup = defineCall({
  name: 'settings.makeScheduledBackup',
  input: nothing,
  output: z.object({ isMade: z.boolean() }),
});

export const backupScheduleChanged = definePush({
  name: 'settings.backupScheduleChanged',
  payload: backupScheduleSchema,
});
export const settingsPushes = [backupScheduleChanged] as const;

export const settingsCalls = [
  read,
  reviewRules,
  setHomeZone,
  setSourcePriority,
  setPhoneUsesTrendy,
  setHeartZones,
  units,
  proxies,
  setProxyLogin,
  forgetProxyLogin,
  setUnits,
  skipStep,
  configureTarget,
  setToken,
  testConnection,
  reviewTarget,
  enableTarget,
  disableTarget,
  removeDestination,
  carryCursors,
  arrangeCards,
  backupSchedule,
  setBackupSchedule,
  makeScheduledBackup,
] as const;
