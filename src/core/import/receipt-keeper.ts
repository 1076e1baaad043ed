import { existsSync } from 'node:fs';
import type { Receipt } from '../../shared/domain/receipt.ts';
import { emptyReceipt, type RunRow, type RunStore } from './run-store.ts';

interface Late {
  readonly receipt: Receipt;
  readonly fingerprint: string | null;
}

const resumable = new Set(['interrupted', 'partial', 'cancelled']);

/**
 * Stores the receipts of ended runs and gives them out. On a full disk even that may fail: the receipt is then held and stored when there is
 * room. If the program ends before, the run was interrupted.
 */
export class ReceiptKeeper {
  readonly #store: RunStore;
  readonly #onFault: (error: unknown) => void;
  #late: Late[] = [];

  constructor(store: RunStore, onFault: (error: unknown) => void) {
    this.#store = store;
    this.#onFault = onFault;
  }

  /** Whether a receipt is held that could not be stored. */
  get hasLate(): boolean {
    return this.#late.length > 0;
  }

  /** Stores a receipt; returns as `storeLate`. */
  keep(receipt: Receipt, fingerprint: string | null): unknown {
    this.#late.push({ receipt, fingerprint });
    return this.storeLate();
  }

  /** Retries receipts that could not be stored before. Never throws; returns why one of them is still held, or null. */
  storeLate(): unknown {
    let fault: unknown = null;
    const waiting = this.#late;
    this.#late = waiting.filter(({ receipt, fingerprint }) => {
      try {
        this.#store.close(receipt, fingerprint);
        return false;
      } catch (error) {
        this.#onFault(error);
        fault = error;
        return true;
      }
    });
    return fault;
  }

  /** The newest of ended runs before a run, at most `limit`. */
  ended(before: number, limit: number): Receipt[] {
    return this.#store.ended(before, limit).map((row) => this.of(row));
  }

  /** The receipt of a run, ended or not. */
  of(row: RunRow): Receipt {
    // A receipt of an older release lacks later fields.
    const saved = { ...emptyReceipt(row), ...(JSON.parse(row.receipt ?? '{}') as Partial<Receipt>) };
    const receipt = this.#held(row.id) ?? { ...saved, state: row.state };
    return { ...receipt, canResume: this.canResume({ ...row, state: receipt.state }) };
  }

  canResume(row: RunRow): boolean {
    return resumable.has(row.state) && row.path !== null && existsSync(row.path);
  }

  /** The receipt of a run, if its row does not have it yet. */
  #held(runId: number): Receipt | null {
    return this.#late.find(({ receipt }) => receipt.runId === runId)?.receipt ?? null;
  }
}
