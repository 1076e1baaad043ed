/** The name ids of the open elements, outermost first. */
export class ElementStack {
  depth = 0;
  private ids = new Int32Array(64);

  push(id: number): void {
    if (this.depth === this.ids.length) {
      const larger = new Int32Array(this.depth * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.depth++] = id;
  }

  /** The innermost open element, or -1. */
  top(): number {
    return this.depth === 0 ? -1 : (this.ids[this.depth - 1] as number);
  }

  pop(): void {
    this.depth--;
  }
}
