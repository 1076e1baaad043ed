import type { Receipt } from '../../shared/domain/receipt.ts';
import type { RunStore } from './run-store.ts';

interface Late {
  readonly receipt: Receipt;
  readonly fingerprint: string | null;
}

/**
 * Stores the receipts of ended runs. On a full disk even that may fail: the receipt is then held and stored when there is
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

  keep(receipt: Receipt, fingerprint: string | null): void {
    this.#late.push({ receipt, fingerprint });
    this.storeLate();
  }

  /** Tries again what could not be stored before. Never throws. */
  storeLate(): void {
    const waiting = this.#late;
    this.#late = waiting.filter(({ receipt, fingerprint }) => {
      try {
        this.#store.close(receipt, fingerprint);
        return false;
      } catch (error) {
        this.#onFault(error);
        return true;
      }
    });
  }

  /** The receipt of a run whose row does not have it yet. */
  held(runId: number): Receipt | null {
    return this.#late.find(({ receipt }) => receipt.runId === runId)?.receipt ?? null;
  }
}
