// Who may do what: opaque bearer tokens with scopes, and permissions that can be taken away.
import { randomBytes } from 'node:crypto';
import { ApiError, denied } from './api-error.ts';

export type Scope = 'api:datasets-read' | 'api:datasets-write';

/** Acts that can be forbidden, with the name of Foundry's error. */
const permissionErrors = {
  createTransaction: 'CreateTransactionPermissionDenied',
  upload: 'UploadFilePermissionDenied',
  commit: 'CommitTransactionPermissionDenied',
  abort: 'AbortTransactionPermissionDenied',
  transactions: 'GetBranchTransactionHistoryPermissionDenied',
  content: 'GetFileContentPermissionDenied',
  delete: 'DeleteFilePermissionDenied',
} as const;
export type Act = keyof typeof permissionErrors;

export interface FoundryTokenOptions {
  readonly scopes?: readonly Scope[];
  readonly expiresInMs?: number;
}

export class Access {
  /** Acts that nobody is permitted at the moment. */
  readonly forbidden = new Set<Act>();
  readonly #tokens = new Map<string, { readonly scopes: readonly Scope[]; readonly endsAt: number }>();
  readonly #now: () => number;
  readonly #alsoAccept: (token: string) => readonly Scope[] | null;

  constructor(now: () => number, alsoAccept: (token: string) => readonly Scope[] | null = () => null) {
    this.#now = now;
    this.#alsoAccept = alsoAccept;
  }

  issue(options: FoundryTokenOptions = {}): string {
    const token = `foundry-${randomBytes(24).toString('base64url')}`;
    const scopes = options.scopes ?? ['api:datasets-read', 'api:datasets-write'];
    this.#tokens.set(token, { scopes, endsAt: this.#now() + (options.expiresInMs ?? 3_600_000) });
    return token;
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  /** Throws 401 for a missing or unknown token and 403 ApiUsageDenied for a missing scope. */
  check(authorization: string | undefined, scope: Scope): void {
    const token = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new ApiError(401, 'UNAUTHORIZED', 'MissingCredentials');
    const held = this.#tokens.get(token);
    const own = held !== undefined && held.endsAt > this.#now() ? held.scopes : null;
    const scopes = own ?? this.#alsoAccept(token);
    if (scopes === null) throw new ApiError(401, 'UNAUTHORIZED', 'Default:Unauthorized');
    if (!scopes.includes(scope)) throw denied('ApiUsageDenied', { missingScope: scope });
  }

  permit(act: Act, parameters: Readonly<Record<string, unknown>>): void {
    if (this.forbidden.has(act)) throw denied(permissionErrors[act], parameters);
  }
}
