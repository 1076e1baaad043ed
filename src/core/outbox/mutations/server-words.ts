import { fieldsOf, textOrNull } from '../../../shared/lookup.ts';

/**
 * Trendy's words as they are kept and shown: without the values of events. Earlier versions stored them whole, so stored words are read
 * through this, too; applied again, it changes nothing.
 */

const supabaseWords = 'supabase error: ';
/** The fields in which the backend describes a whole request (trendy/README §1.4); everything else in its JSON may come from an event. */
const saidOfRequest = [
  'type',
  'title',
  'status',
  'error',
  'detail',
  'code',
  'request_id',
  'total',
  'success',
  'failed',
];

/**
 * The database shows the row that it rejects: `details` has all of its values, `message` some. Its code stays, and the names in
 * the rejection (constraint, column). Elsewhere a quoted text may be a value.
 */
export function withoutValues(text: string): string {
  const at = text.indexOf(supabaseWords);
  if (at < 0) return text.replace(/"[^"]*"/g, '"…"');
  const json = text.slice(at + supabaseWords.length);
  const code = /"code":\s*"([0-9A-Z]{1,12})"/.exec(json)?.[1];
  // Behind the JSON are the names that a former call kept: in texts of the JSON itself, quotes are escaped.
  const message = messageOf(json) ?? json;
  const names = [...message.matchAll(/\b(?:constraint|relation|column|index) "[a-z0-9_]+"/g)].map(String);
  return `${text.slice(0, at)}${supabaseWords}${[JSON.stringify({ code }), ...names].join(' ')}`;
}

/** Null if it is not JSON alone. */
function messageOf(json: string): string | null {
  const parsed = parsedOf(json);
  return parsed === undefined ? null : (textOrNull(fieldsOf(parsed)['message']) ?? '');
}

/** The fields of a response's JSON that describe the request; any other text is a proxy's page. Null: nothing of it can be kept. */
export function bodyWithoutValues(text: string): string | null {
  const body = parsedOf(text);
  // Trendy's JSON cut short is still Trendy's.
  if (typeof body !== 'object' || body === null) return /^\s*[{[]/.test(text) ? null : text;
  if (Array.isArray(body)) return null;
  const said = saidOfRequest.flatMap((key): [string, string | number][] => {
    const value = fieldsOf(body)[key];
    if (typeof value === 'number') return [[key, value]];
    return typeof value === 'string' ? [[key, withoutValues(value)]] : [];
  });
  return JSON.stringify(Object.fromEntries(said));
}

function parsedOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
