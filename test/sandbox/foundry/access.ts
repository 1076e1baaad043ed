// Who may do what: opaque bearer tokens with scopes, and permissions that can be taken away.
import { randomBytes } from 'node:crypto';
import { AccountLog } from '../http/account-log.ts';
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
  readTable: 'ReadTableDatasetPermissionDenied',
  getSchema: 'GetDatasetSchemaPermissionDenied',
  putSchema: 'PutDatasetSchemaPermissionDenied',
} as const;
export type Act = keyof typeof permissionErrors;

export interface FoundryTokenOptions {
  /** Whose it is: an id of `people`, or any other name; `sandbox` unless told. */
  readonly account?: string;
  readonly scopes?: readonly Scope[];
  readonly expiresInMs?: number;
}

interface HeldToken {
  readonly account: string;
  readonly scopes: readonly Scope[];
  endsAt: number;
}

export class Access {
  /** Acts that nobody is permitted at the moment. */
  readonly forbidden = new Set<Act>();
  /** Requests with a good token, by account. */
  readonly seen = new AccountLog();
  readonly #tokens = new Map<string, HeldToken>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(options: FoundryTokenOptions = {}): string {
    const token = `foundry-${randomBytes(24).toString('base64url')}`;
    const scopes = options.scopes ?? ['api:datasets-read', 'api:datasets-write'];
    const endsAt = this.#now() + (options.expiresInMs ?? 3_600_000);
    this.#tokens.set(token, { account: options.account ?? 'sandbox', scopes, endsAt });
    return token;
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  /** The access tokens of an account end now; refresh tokens still work. */
  expire(account: string): void {
    for (const held of this.#tokens.values()) if (held.account === account) held.endsAt = this.#now();
  }

  /** Whose token it is. Throws 401 for a missing or unknown one and 403 ApiUsageDenied for a missing scope. */
  check(authorization: string | undefined, scope: Scope): string {
    const { account, scopes } = this.#held(authorization);
    if (!scopes.includes(scope)) throw denied('ApiUsageDenied', { missingScope: scope });
    this.seen.count(account);
    return account;
  }

  /** Whose token it is, whatever it may do. Throws 401. */
  accountOf(authorization: string | undefined): string {
    return this.#held(authorization).account;
  }

  #held(authorization: string | undefined): HeldToken {
    const token = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new ApiError(401, 'UNAUTHORIZED', 'MissingCredentials');
    const held = this.#tokens.get(token);
    if (held === undefined || held.endsAt <= this.#now())
      throw new ApiError(401, 'UNAUTHORIZED', 'Default:Unauthorized');
    return held;
  }

  permit(act: Act, parameters: Readonly<Record<string, unknown>>): void {
    if (this.forbidden.has(act)) throw denied(permissionErrors[act], parameters);
  }
}
