// A transaction on one branch of a dataset, and the files written in it.
import { randomUUID } from 'node:crypto';

export const transactionTypes = ['APPEND', 'UPDATE', 'SNAPSHOT', 'DELETE'] as const;
export type TransactionType = (typeof transactionTypes)[number];
export type TransactionStatus = 'OPEN' | 'COMMITTED' | 'ABORTED';

/** A file as one transaction wrote it. */
export interface HeldFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly transactionRid: string;
  /** Who uploaded it. */
  readonly account: string;
  /** Milliseconds of the sandbox's clock. */
  readonly updatedAt: number;
}

export class Transaction {
  readonly rid = `ri.foundry.main.transaction.${randomUUID()}`;
  readonly branch: string;
  readonly type: TransactionType;
  readonly createdAt: number;
  readonly files = new Map<string, HeldFile>();
  readonly deletedPaths = new Set<string>();
  status: TransactionStatus = 'OPEN';
  closedAt: number | null = null;

  constructor(branch: string, type: TransactionType, createdAt: number) {
    this.branch = branch;
    this.type = type;
    this.createdAt = createdAt;
  }

  close(status: 'COMMITTED' | 'ABORTED', at: number): void {
    this.status = status;
    this.closedAt = at;
    if (status === 'ABORTED') this.files.clear();
  }

  /** As the API shows it: `closedTime` only once closed, times in ISO 8601. */
  toJSON() {
    const iso = (at: number) => new Date(at).toISOString();
    return {
      rid: this.rid,
      transactionType: this.type,
      status: this.status,
      createdTime: iso(this.createdAt),
      ...(this.closedAt === null ? {} : { closedTime: iso(this.closedAt) }),
    };
  }
}

/** The files that are visible after these transactions, oldest first: SNAPSHOT starts anew, DELETE removes, the rest add or replace. */
export function viewOf(transactions: readonly Transaction[]): Map<string, HeldFile> {
  const view = new Map<string, HeldFile>();
  for (const transaction of transactions) {
    if (transaction.type === 'SNAPSHOT') view.clear();
    for (const path of transaction.deletedPaths) view.delete(path);
    for (const [path, file] of transaction.files) view.set(path, file);
  }
  return view;
}
