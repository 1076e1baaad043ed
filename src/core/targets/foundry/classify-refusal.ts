import { fieldsOf, textOrNull } from '../../../shared/lookup.ts';
import type { HttpAnswer } from '../../network/http-client.ts';

/** The meaning of an unsuccessful response for our next step. */
export type Refusal =
  | 'unauthorized'
  | 'forbidden'
  /** The dataset or the branch: nothing can be sent there. */
  | 'not_found'
  | 'file_missing'
  | 'file_exists'
  | 'open_exists'
  | 'not_open'
  | 'transaction_missing'
  | 'too_large'
  /** Permanent, for the sent data. */
  | 'rejected'
  | 'limited'
  /** Theirs, for now; it may have been done all the same. */
  | 'failing'
  /** Not Foundry that spoke: a balancer, a guest network. */
  | 'not_theirs';

/** Palantir's v2 pages and `@osdk/foundry.datasets` errors; statuses of the first differ between its pages (foundry/README §4). */
const byName: Readonly<Record<string, Refusal>> = {
  OpenTransactionAlreadyExists: 'open_exists',
  FileAlreadyExists: 'file_exists',
  FileNotFound: 'file_missing',
  FileNotFoundOnBranch: 'file_missing',
  FileNotFoundOnTransactionRange: 'file_missing',
  TransactionNotOpen: 'not_open',
  TransactionNotFound: 'transaction_missing',
  DatasetNotFound: 'not_found',
  DatasetViewNotFound: 'not_found',
  BranchNotFound: 'not_found',
  FoundryBranchNotFound: 'not_found',
  MissingCredentials: 'unauthorized',
  ApiUsageDenied: 'forbidden',
};

const byCode: Readonly<Record<string, Refusal>> = {
  UNAUTHORIZED: 'unauthorized',
  PERMISSION_DENIED: 'forbidden',
  NOT_FOUND: 'not_found',
  REQUEST_ENTITY_TOO_LARGE: 'too_large',
  RATE_LIMITED: 'limited',
  INVALID_ARGUMENT: 'rejected',
};

/** The meaning of a status from a server in front of Foundry, when the body has nothing of Foundry's own. */
const byStatus: Readonly<Record<number, Refusal>> = { 401: 'unauthorized', 413: 'too_large', 429: 'limited' };

export interface NamedError {
  readonly errorName: string | null;
  readonly errorCode: string | null;
  readonly errorInstanceId: string | null;
}

export function namedError({ json }: HttpAnswer): NamedError {
  const fields = fieldsOf(json);
  const text = (key: string) => textOrNull(fields[key]);
  return {
    errorName: text('errorName'),
    errorCode: text('errorCode'),
    errorInstanceId: text('errorInstanceId'),
  };
}

/** For responses other than 2xx. `errorName` decides, then `errorCode`; the status only if the body names neither, and for overload. */
export function classifyRefusal(answer: HttpAnswer): Refusal {
  const { errorName, errorCode } = namedError(answer);
  const { status } = answer;
  const named = errorName === null ? undefined : byName[errorName];
  if (named) return named;
  if (errorName?.endsWith('PermissionDenied')) return 'forbidden';
  if (status === 413 || status === 429) return byStatus[status] ?? 'failing';
  if (status >= 500) return 'failing';
  if (errorCode !== null) return byCode[errorCode] ?? 'failing';
  return byStatus[status] ?? 'not_theirs';
}
