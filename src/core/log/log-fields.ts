import { constants } from 'node:os';
import { z } from 'zod';
import { calls } from '../../shared/contract/index.ts';
import { callbackOutcomes, signInMethods } from '../../shared/domain/account.ts';
import { receiptSchema, runStates } from '../../shared/domain/receipt.ts';
import { targetIds } from '../../shared/domain/sync.ts';
import { errorCodes } from '../../shared/errors.ts';
import { ownPlace } from './own-frames.ts';

/** Our processes that write a log, each into its own file. */
export const logProcesses = ['data', 'desktop', 'web', 'cli'] as const;
export type LogProcess = (typeof logProcesses)[number];

const threadNames = ['import', 'keychain', 'backup'] as const;

/** Why a request, a call or a page was turned away. */
const refusals = [
  'target',
  'host',
  'method',
  'origin',
  'destination',
  'body',
  'link',
  'page_token',
  'sender',
  'navigation',
  'webview',
  'request',
  'permission',
  'download',
  'external_link',
] as const;
export type Refusal = (typeof refusals)[number];

/** How a process of Chromium's ended (Electron docs, "RenderProcessGoneDetails" and "child-process-gone"). */
export const endings = [
  'clean-exit',
  'abnormal-exit',
  'killed',
  'crashed',
  'oom',
  'launch-failed',
  'integrity-failure',
  'memory-eviction',
  'other',
] as const;

export const chromiumProcesses = ['Utility', 'Zygote', 'Sandbox helper', 'GPU', 'Unknown'] as const;

/** Error names with a known meaning; libraries may put anything into other names, which become `other`. */
export const errorNames = [
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'URIError',
  'EvalError',
  'AggregateError',
  'AbortError',
  'TimeoutError',
  'DataCloneError',
  'SystemError',
  'AssertionError',
  'CodedError',
  'SqliteError',
  'ZodError',
  'other',
  'not an error',
] as const;

const count = z.int().min(0);
const whole = z.int();
/** 24.9.0, 1.2.3-beta.4 */
const version = z.string().regex(/^\d{1,5}(\.\d{1,5}){1,3}(-[a-z]{1,5}(\.\d{1,5})?)?$/);
/** Codes of the system (errno), of SQLite, Node and its HTTP client: never more than a constant's name. */
const systemCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,60}$/)
  .refine((code) => Object.hasOwn(constants.errno, code) || /^(SQLITE|ERR|UND_ERR|EAI|CERT)_/.test(code));
const places = z.array(z.string().refine((place) => ownPlace.test(place))).max(8);
/** A call of the contract, or one that a host makes itself (data/protocol/messages.ts). */
const call = z
  .string()
  .refine((name) => Object.hasOwn(calls, name) || /^host\.[a-z][A-Za-z]{2,24}$/.test(name));

/**
 * Every field that a log line may have, with its allowed values, because people attach logs to reports. There is no free text: only numbers, codes,
 * versions, and our own words can be written.
 */
export const logFields = {
  pid: count,
  version,
  node: version,
  electron: version,
  schema: count,
  from: count,
  to: count,
  ms: count,
  code: z.enum(errorCodes),
  error: z.enum(errorNames),
  system: systemCode,
  at: places,
  cause: z.enum(errorNames),
  causeSystem: systemCode,
  causeAt: places,
  run: count,
  runState: z.enum(runStates),
  kind: receiptSchema.shape.kind.unwrap(),
  read: count,
  added: count,
  skipped: count,
  problems: count,
  bytes: count,
  destination: count,
  target: z.enum(targetIds),
  delivered: whole,
  failed: count,
  uncertain: count,
  pending: count,
  chunks: whole,
  method: z.enum(signInMethods),
  signIn: z.enum(['signed_out', 'signed_in', 'ended']),
  keptIn: z.enum(['keychain', 'session_only']),
  outcome: z.enum(callbackOutcomes),
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  reason: z.enum(refusals),
  status: z.int().min(100).max(599),
  call,
  thread: z.enum(threadNames),
  ending: z.enum(endings),
  chromium: z.enum(chromiumProcesses),
  exitCode: whole,
  signal: z.enum(Object.keys(constants.signals) as [string, ...string[]]),
  fault: calls['app.reportFault'].input.shape.fault,
  line: count,
  column: count,
} as const satisfies Record<string, z.ZodType>;

export type LogFieldName = keyof typeof logFields;
export type LogFieldValue<F extends LogFieldName> = z.infer<(typeof logFields)[F]>;
