import { randomBytes } from 'node:crypto';

/**
 * UUIDv7, lower case, strictly increasing also within a millisecond and when the clock is set back (RFC 9562 §6.2, method 1).
 * Made from now, never from an event's date; `now` is clamped to Trendy's clock by the caller, which refuses ids
 * more than a minute ahead (trendy/README §2.5).
 */
export class UuidV7 {
  #lastMs = 0;
  #counter = 0;

  next(nowMs: number): string {
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      // Room to count up without reaching the next millisecond.
      this.#counter = randomBytes(2).readUInt16BE() & 0x7ff;
    } else if (++this.#counter > 0xfff) {
      this.#lastMs++;
      this.#counter = 0;
    }
    const bytes = randomBytes(16);
    bytes.writeUIntBE(this.#lastMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | this.#counter, 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
