interface Slot {
  bytes: Uint8Array;
  id: number;
}

/**
 * Remembers the ids of the last few raw values of one attribute, so that the same bytes are not decoded again: an
 * export repeats type, source and device on every line.
 */
export class ByteMemo {
  readonly #slots: Slot[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size = 16) {
    this.#size = size;
  }

  /** The id remembered for these bytes, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const length = to - from;
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s] as Slot;
      const known = slot.bytes;
      if (known.length !== length) continue;
      // Type names share their beginnings and differ at the end.
      let i = length - 1;
      while (i >= 0 && known[i] === bytes[from + i]) i--;
      if (i < 0) {
        if (s > 0) {
          slots[s] = slots[s - 1] as Slot;
          slots[s - 1] = slot;
        }
        return slot.id;
      }
    }
    return -1;
  }

  remember(bytes: Uint8Array, from: number, to: number, id: number): void {
    // A copy: `slice` of a Buffer is a view of bytes that the scanner overwrites.
    const slot = { bytes: new Uint8Array(bytes.subarray(from, to)), id };
    if (this.#slots.length < this.#size) this.#slots.push(slot);
    else {
      // Not the first half: those were found most.
      const half = this.#size >> 1;
      this.#slots[half + (this.#next++ % (this.#size - half))] = slot;
    }
  }
}
