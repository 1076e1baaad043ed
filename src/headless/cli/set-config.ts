import type { AccountCalls } from '../../core/session/account-calls.ts';
import type { SyncParts } from '../../data/sync-parts.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { type FileFormat, fileFormatSchema, type Review, type TargetId } from '../../shared/domain/sync.ts';
import { estimateInWords, formatWords, targetName } from '../../shared/domain/target-name.ts';
import { CodedError } from '../../shared/errors.ts';
import { booleanFrom, type ConfigKey, kindsFrom, startDayFrom, type TargetScope } from './read-config.ts';

/** The tools for changing a setting; `scope`: as stored now. */
export interface ConfigTools {
  readonly parts: SyncParts;
  readonly account: Pick<AccountCalls, 'configure'>;
  readonly scope: (target: TargetId) => TargetScope;
  readonly note: (line: string) => void;
}

/**
 * Sets one key through the same calls as the page, so the same rules apply. Errors:
 * settings.bad_value, settings.bad_address, settings.unknown_zone, sync.needs_address.
 */
export async function setConfig(key: ConfigKey, text: string, tools: ConfigTools): Promise<void> {
  if (key.kind === 'setting') await setSetting(key.name, text, tools);
  else if (key.part === 'enabled') await setEnabled(key.target, booleanFrom(key.name, text), tools);
  else if (key.part === 'isPaused') setPaused(key.target, booleanFrom(key.name, text), tools);
  else await changeScope(key.target, key.part, text, tools);
}

async function setSetting(
  name: Extract<ConfigKey, { kind: 'setting' }>['name'],
  text: string,
  { parts: { calls, service, settings, destinations }, account, note }: ConfigTools,
): Promise<void> {
  const isTrendyOn = destinations.current('trendy')?.is_enabled === 1;
  const foundry = { target: 'foundry', baseUrl: settings.get('foundry.baseUrl') } as const;
  switch (name) {
    case 'trendy.baseUrl':
      return void calls.configureTarget({ target: 'trendy', baseUrl: text });
    case 'atlas.baseUrl':
      return void calls.configureTarget({ target: 'atlas', baseUrl: text });
    case 'foundry.baseUrl':
      return void calls.configureTarget({ target: 'foundry', baseUrl: text });
    case 'foundry.datasetRid':
      return void calls.configureTarget({ ...foundry, datasetRid: text });
    case 'foundry.branch':
      return void calls.configureTarget({ ...foundry, branch: text });
    case 'foundry.userId':
      return void calls.configureTarget({ ...foundry, userId: text });
    case 'foundry.format':
      return void calls.configureTarget({ ...foundry, format: formatFrom(name, text) });
    case 'homeZone': {
      const review = await calls.reviewRules({ homeZone: text });
      note(`Home time zone ${text}: ${rulesInWords(review, isTrendyOn)}`);
      return void (await calls.setHomeZone({ homeZone: text, sent: review.sent }));
    }
    case 'sourcePriority': {
      const sources = numbersFrom(name, text);
      const review = await calls.reviewRules({ sourcePriority: sources });
      note(`Source order: ${rulesInWords(review, isTrendyOn)}`);
      return void (await calls.setSourcePriority({ sources, sent: review.sent }));
    }
    case 'phoneUsesTrendy':
      return void calls.setPhoneUsesTrendy({ phoneUsesTrendy: booleanFrom(name, text) });
    case 'isPaused':
      return void service.pause({}, booleanFrom(name, text));
    case 'auth0.domain':
      return void (await account.configure({ auth0Domain: text }));
    case 'auth0.clientId':
      return void (await account.configure({ auth0ClientId: text }));
    case 'auth0.audience':
      return void (await account.configure({ auth0Audience: text }));
    case 'auth0.redirectPort':
      return void (await account.configure({ auth0RedirectPort: Number(text) }));
    case 'trendy.signIn':
      return void (await account.configure({ trendySignIn: signInFrom(name, text) }));
    case 'trendy.supabaseUrl':
      return void (await account.configure({ supabaseUrl: text }));
    case 'trendy.supabaseAnonKey':
      return void (await account.configure({ supabaseAnonKey: text }));
    case 'foundry.clientId':
      return void (await account.configure({ foundryClientId: text }));
    case 'foundry.redirectPort':
      return void (await account.configure({ foundryRedirectPort: Number(text) }));
    default:
      throw new CodedError('settings.unknown_key', { key: name });
  }
}

/** Error: sync.needs_address, if there is nothing to pause. */
function setPaused(target: TargetId, isPaused: boolean, { parts }: ConfigTools): void {
  const destination = parts.destinations.current(target)?.id;
  if (destination === undefined) throw new CodedError('sync.needs_address', { target });
  parts.service.pause({ destination }, isPaused);
}

async function setEnabled(target: TargetId, isEnabled: boolean, tools: ConfigTools): Promise<void> {
  if (isEnabled) return agree(target, tools.scope(target), tools);
  tools.parts.calls.disableTarget({ target });
}

/** Gives a new consent if the target is on; otherwise stores the scope until the target is enabled. */
async function changeScope(
  target: TargetId,
  part: 'kinds' | 'startDay',
  text: string,
  tools: ConfigTools,
): Promise<void> {
  const { settings } = tools.parts;
  const change =
    part === 'kinds' ? { kinds: kindsFrom(target, text) } : { startDay: startDayFrom(target, text) };
  const { isEnabled, kinds, startDay } = tools.scope(target);
  if (isEnabled) return agree(target, { kinds, startDay, ...change }, tools);
  const chosen = settings.get('chosenScopes');
  settings.set('chosenScopes', { ...chosen, [target]: { kinds, startDay, ...change } });
}

/** Shows what would be sent, then makes it pending: whoever sets this agrees to the printed review, as in the page. */
async function agree(
  target: TargetId,
  { kinds, startDay }: Pick<TargetScope, 'kinds' | 'startDay'>,
  { parts, note }: ConfigTools,
): Promise<void> {
  // The count would lack events that are still to be derived.
  await parts.service.whenResting(0);
  const review = await parts.calls.reviewTarget({ target, kinds, startDay });
  for (const line of reviewInWords(review)) note(line);
  await parts.calls.enableTarget({ target, kinds, startDay, items: review.items });
  const { [target]: _, ...others } = parts.settings.get('chosenScopes');
  parts.settings.set('chosenScopes', others);
}

function formatFrom(key: string, text: string): FileFormat {
  const format = fileFormatSchema.safeParse(text);
  if (!format.success) throw new CodedError('settings.bad_value', { key });
  return format.data;
}

function signInFrom(key: string, text: string): 'auth0' | 'login' {
  if (text !== 'auth0' && text !== 'login') throw new CodedError('settings.bad_value', { key });
  return text;
}

function numbersFrom(key: string, text: string): number[] {
  const words = text.split(',').filter((word) => word.trim() !== '');
  const numbers = words.map(Number);
  if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0))
    throw new CodedError('settings.bad_value', { key });
  return numbers;
}

const counted = new Intl.NumberFormat();

/** How another zone or source order changes the events, and how many changes go to Trendy, shown before it's set. */
export function rulesInWords(
  { created, changed, deleted, sent }: CallOutput<'settings.reviewRules'>,
  isTrendyOn: boolean,
): string {
  const events = `${counted.format(created)} ${created === 1 ? 'event' : 'events'} created`;
  const here = `${events}, ${counted.format(changed)} changed, ${counted.format(deleted)} deleted`;
  if (sent === 0) return `${here}; none of this is sent anywhere`;
  if (isTrendyOn)
    return `${here}; ${counted.format(sent)} ${sent === 1 ? 'change goes' : 'changes go'} to Trendy`;
  return `${here}; ${counted.format(sent)} ${sent === 1 ? 'change waits' : 'changes wait'} for Trendy until you turn it on`;
}

/** What "Send" will start: where to, which kinds with how many items, what stays here (outbox/README, Consent and scope). */
export function reviewInWords(review: Review): string[] {
  const { target, host, account, dataset, branch, format, startDay, kinds, items, added } = review;
  const unit = target === 'trendy' ? 'events' : 'records';
  const lines = [`${targetName(target)} at ${host} gets ${counted.format(items)} ${unit}:`];
  if (account !== '') lines.push(`  account ${account}`);
  if (dataset !== '') lines.push(`  dataset ${dataset}, branch ${branch}`);
  if (format !== null) lines.push(`  files ${formatWords[format]}`);
  lines.push(startDay === null ? '  from the first day' : `  from ${startDay} on`);
  for (const { kind, isOn, items: count } of kinds) {
    if (isOn) lines.push(`  ${kind}: ${counted.format(count)}`);
  }
  const kept = kinds.filter(({ isOn, items: count }) => !isOn && count > 0);
  for (const { kind, items: count, types } of kept) {
    const named = types.length > 0 ? `: ${types.join(', ')}` : '';
    lines.push(`  not sent: ${kind} (${counted.format(count)})${named}`);
  }
  if (review.estimate !== null) lines.push(`  ${estimateInWords(target, review.estimate)}`);
  if (added !== items) lines.push(`  this sends ${added === 0 ? 'none' : counted.format(added)} of them`);
  return lines;
}
