/** A refusal of the database, as PostgREST words it; `code` is the SQLSTATE or a PGRST code. */
export class DatabaseError extends Error {
  readonly code: string;
  readonly details: string | null;
  /** What the backend was doing, outermost first. */
  readonly contexts: string[] = [];
  constructor(code: string, message: string, details: string | null = null) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** The text the Go client makes of it, raw JSON included (trendy/README §1.4 b). */
  get supabaseText(): string {
    const { code, details, message } = this;
    return `supabase error: ${JSON.stringify({ code, details, hint: null, message })}`;
  }
}

export const uniqueViolation = (index: string, details: string | null): DatabaseError =>
  new DatabaseError('23505', `duplicate key value violates unique constraint "${index}"`, details);

/** Go's escape of what would be markup in a page: `<`, `>` and `&` never stand in its JSON. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** How Go joins an error with what it was doing. */
export function errorChain(context: string, error: unknown): string {
  if (error instanceof DatabaseError) return [context, ...error.contexts, error.supabaseText].join(': ');
  throw error;
}

/** Postgres's uuid in canonical form. Accepts upper case, braces and missing hyphens as Postgres does; else 22P02. */
export function readUuid(text: string): string {
  const hex = /^\{.*\}$/.test(text) ? text.slice(1, -1) : text;
  const bare = hex.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(bare) || !/^[0-9a-f]{4}(-?[0-9a-f]{4}){7}$/i.test(hex))
    throw new DatabaseError('22P02', `invalid input syntax for type uuid: "${text}"`);
  return `${bare.slice(0, 8)}-${bare.slice(8, 12)}-${bare.slice(12, 16)}-${bare.slice(16, 20)}-${bare.slice(20)}`;
}

/** Text as Postgres takes it: no NUL (22P05, from the JSON reader). */
export function readText(text: string | null): string | null {
  if (text?.includes('\0')) throw new DatabaseError('22P05', 'unsupported Unicode escape sequence');
  return text;
}
