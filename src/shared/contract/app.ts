import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { defineCall, definePush } from './define.ts';

export const dataStateSchema = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  code: z.enum(errorCodes).nullable(),
});
export type DataState = z.infer<typeof dataStateSchema>;

/** What hosts this page, and which profile is open. Answered also while the data program restarts. */
export const info = defineCall({
  name: 'app.info',
  input: z.strictObject({}),
  output: z.object({
    version: z.string(),
    host: z.enum(['electron', 'web']),
    platform: z.string(),
    profileName: z.string(),
    dataState: dataStateSchema,
  }),
});

export const dataState = definePush({ name: 'app.dataState', payload: dataStateSchema });

export const appCalls = [info] as const;
export const appPushes = [dataState] as const;
