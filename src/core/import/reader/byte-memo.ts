interface Slot {
  readonly length: number;
  /** The value in words, the last of which overlaps the one before; its bytes where it is shorter than a word. */
  readonly words: Int32Array;
  readonly lastWord: number;
  readonly id: number;
}

/**
 * Remembers the ids of the last few raw values of one attribute, so the same bytes are not decoded again: an
 * export repeats type, source and device on every line.
 */
export class ByteMemo {
  readonly #slots: Slot[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size = 16) {
    this.#size = size;
  }

  /** The id remembered for the bytes in `[from, to)`, or -1. */
  find(view: DataView, from: number, to: number): number {
    const slots = this.#slots;
    const length = to - from;
    if (length < 4) return this.#findShort(view, from, length);
    const lastAt = to - 4;
    // Type names share their beginnings and differ at the end.
    const lastWord = view.getInt32(lastAt, true);
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s] as Slot;
      if (slot.lastWord !== lastWord || slot.length !== length) continue;
      const { words } = slot;
      let word = 0;
      let at = from;
      while (at < lastAt && view.getInt32(at, true) === words[word]) {
        at += 4;
        word++;
      }
      if (at >= lastAt) return this.#found(slot, s);
    }
    return -1;
  }

  remember(view: DataView, from: number, to: number, id: number): void {
    const slot = slotOf(view, from, to - from, id);
    if (this.#slots.length < this.#size) this.#slots.push(slot);
    else {
      // Not the first half: those were found most.
      const half = this.#size >> 1;
      this.#slots[half + (this.#next++ % (this.#size - half))] = slot;
    }
  }

  #findShort(view: DataView, from: number, length: number): number {
    const slots = this.#slots;
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s] as Slot;
      if (slot.length !== length) continue;
      let i = 0;
      while (i < length && view.getUint8(from + i) === slot.words[i]) i++;
      if (i === length) return this.#found(slot, s);
    }
    return -1;
  }

  /** Entries that are found often move to the front. */
  #found(slot: Slot, s: number): number {
    if (s > 0) {
      const slots = this.#slots;
      slots[s] = slots[s - 1] as Slot;
      slots[s - 1] = slot;
    }
    return slot.id;
  }
}

/** A copy: the scanner overwrites its buffer. */
function slotOf(view: DataView, from: number, length: number, id: number): Slot {
  if (length < 4) {
    const bytes = Int32Array.from({ length }, (_, i) => view.getUint8(from + i));
    return { length, words: bytes, lastWord: 0, id };
  }
  const words = Int32Array.from({ length: Math.ceil(length / 4) - 1 }, (_, i) =>
    view.getInt32(from + 4 * i, true),
  );
  return { length, words, lastWord: view.getInt32(from + length - 4, true), id };
}
