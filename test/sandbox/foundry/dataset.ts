// One dataset: branches, one open transaction a branch, APPEND that may not change a file (foundry/README §3).
import { ApiError, invalid, notFound } from './api-error.ts';
import { type HeldFile, Transaction, type TransactionType, transactionTypes, viewOf } from './transaction.ts';

/** Behaviors on which Palantir's pages differ or say nothing; a client must survive each. */
export interface Undecided {
  /** Status of OpenTransactionAlreadyExists: 404 on the v2 page, 409 on the v1 page. */
  openTransactionStatus: 404 | 409;
  /** When an APPEND over an existing file is refused. */
  appendOverFile: 'atCommit' | 'atUpload';
  /** The same path twice in one open transaction. */
  sameFileTwice: 'refused' | 'replaced';
  /** Whether answers say the time, as RFC 9110 wants of a server with a clock; a balancer may take it away. */
  saysDate: boolean;
}

/** Which part of the history a read looks at. */
export interface ReadRange {
  readonly branch: string;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/**
 * What the table route makes of the files (palantir.com/docs/foundry/api, "Read Table"; errors from `@osdk/foundry.datasets` 2.30, _errors.d.ts):
 * it reads them by a schema for NDJSON; there is none (SchemaNotFound); or one that does not fit, as that of another form
 * (ReadTableError). `lossy`: it reads, and gives numbers as null, as a schema with another type for the column does.
 */
export type TableReading = 'works' | 'no_schema' | 'broken' | 'lossy';

export interface PutSchema {
  readonly dataframeReader?: string;
  readonly schema: { readonly fieldSchemaList: readonly Readonly<Record<string, unknown>>[] };
}

export class Dataset {
  readonly rid: string;
  tableReading: TableReading = 'works';
  /** As it was put: fields and reader (`PutDatasetSchemaRequest` of `@osdk/foundry.datasets` 2.30). */
  schema: PutSchema | null = null;
  /** Of all branches, oldest first. */
  readonly transactions: Transaction[] = [];
  readonly branches = new Set(['master']);
  readonly #now: () => number;
  readonly #undecided: Undecided;

  constructor(rid: string, now: () => number, undecided: Undecided) {
    this.rid = rid;
    this.#now = now;
    this.#undecided = undecided;
  }

  branch(name: string): string {
    if (name === '' || name.startsWith('ri.')) throw invalid('InvalidBranchName', { branchName: name });
    if (!this.branches.has(name))
      throw notFound('BranchNotFound', { datasetRid: this.rid, branchName: name });
    return name;
  }

  onBranch(name: string): Transaction[] {
    const branch = this.branch(name);
    return this.transactions.filter((transaction) => transaction.branch === branch);
  }

  open(branchName: string, type: unknown): Transaction {
    const known = transactionTypes.find((name) => name === type);
    if (known === undefined)
      throw invalid('InvalidTransactionType', { datasetRid: this.rid, transactionType: type });
    if (this.onBranch(branchName).some(({ status }) => status === 'OPEN')) {
      const status = this.#undecided.openTransactionStatus;
      const parameters = { datasetRid: this.rid, branchName };
      throw new ApiError(status, 'CONFLICT', 'OpenTransactionAlreadyExists', parameters);
    }
    const transaction = new Transaction(branchName, known satisfies TransactionType, this.#now());
    this.transactions.push(transaction);
    return transaction;
  }

  transaction(rid: string): Transaction {
    const found = this.transactions.find((transaction) => transaction.rid === rid);
    if (found === undefined)
      throw notFound('TransactionNotFound', { datasetRid: this.rid, transactionRid: rid });
    return found;
  }

  openTransaction(rid: string): Transaction {
    const found = this.transaction(rid);
    if (found.status === 'OPEN') return found;
    const transactionStatus = found.status;
    throw invalid('TransactionNotOpen', { datasetRid: this.rid, transactionRid: rid, transactionStatus });
  }

  write(transaction: Transaction, path: string, bytes: Buffer, account = 'sandbox'): HeldFile {
    const isTwice = this.#undecided.sameFileTwice === 'refused' && transaction.files.has(path);
    const isTooEarly =
      this.#undecided.appendOverFile === 'atUpload' && this.#changed(transaction, [path]).length > 0;
    if (isTwice || isTooEarly) throw this.#fileExists(transaction, path);
    const file = { path, bytes, account, transactionRid: transaction.rid, updatedAt: this.#now() };
    transaction.files.set(path, file);
    return file;
  }

  commit(rid: string): Transaction {
    const transaction = this.openTransaction(rid);
    const [changed] = this.#changed(transaction, [...transaction.files.keys()]);
    // The failed transaction stays open until somebody aborts it.
    if (changed !== undefined) throw this.#fileExists(transaction, changed);
    transaction.close('COMMITTED', this.#now());
    return transaction;
  }

  abort(rid: string): Transaction {
    const transaction = this.openTransaction(rid);
    transaction.close('ABORTED', this.#now());
    return transaction;
  }

  /** The files a read sees: what is committed on a branch, or a range of transactions, an open one included when it is named. */
  view({ branch, start, end }: ReadRange): Map<string, HeldFile> {
    const last = end === undefined ? undefined : this.transaction(end);
    const line = this.onBranch(last?.branch ?? branch);
    const from = start === undefined ? 0 : line.indexOf(this.transaction(start));
    const to = last === undefined ? line.length : line.indexOf(last) + 1;
    return viewOf(line.slice(from, to).filter((each) => each.status === 'COMMITTED' || each === last));
  }

  /** Of these paths, those that an APPEND would change. */
  #changed(transaction: Transaction, paths: readonly string[]): string[] {
    if (transaction.type !== 'APPEND') return [];
    const before = this.view({ branch: transaction.branch });
    return paths.filter((path) => before.has(path));
  }

  #fileExists(transaction: Transaction, path: string): ApiError {
    // A not-found class in Palantir's own SDKs, whatever the name says.
    return notFound('FileAlreadyExists', { datasetRid: this.rid, transactionRid: transaction.rid, path });
  }
}
