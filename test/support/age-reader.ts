import { createDecipheriv, createHmac, hkdfSync, scryptSync, timingSafeEqual } from 'node:crypto';

/**
 * Opens a file that was encrypted with a passphrase in age's format, by its specification (C2SP, age.md) and Node's own cryptography: what
 * the product writes with is a library that this shares nothing with. Strict, as `age --decrypt` is. Throws where it differs from
 * the format, with what differs.
 */
export function openAge(file: Buffer, passphrase: string): Buffer {
  const { header, salt, logN, wrapped, mac, payload } = partsOf(file);
  const wrapKey = scryptSync(
    passphrase.normalize(),
    Buffer.concat([Buffer.from(scryptLabel), salt]),
    keyBytes,
    {
      N: 2 ** logN,
      r: 8,
      p: 1,
      maxmem: 2 ** (logN + 11),
    },
  );
  const fileKey = openBox(wrapKey, Buffer.alloc(nonceBytes), wrapped);
  require(fileKey.length === 16, 'a file key of 16 bytes');
  const macKey = derived(fileKey, Buffer.alloc(0), 'header');
  require(timingSafeEqual(
    createHmac('sha256', macKey).update(header).digest(),
    mac,
  ), 'the checksum of the header');
  const payloadKey = derived(fileKey, payload.subarray(0, 16), 'payload');
  return openStream(payloadKey, payload.subarray(16));
}

const scryptLabel = 'age-encryption.org/v1/scrypt';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const chunkBytes = 64 * 1024;

/** A header of one scrypt stanza, which stands alone. */
function partsOf(file: Buffer) {
  const [version, stanza, body, end] = file.subarray(0, 1024).toString('latin1').split('\n');
  require(version === 'age-encryption.org/v1', 'the version line');
  const [, salt, logN] = /^-> scrypt (\S+) ([1-9][0-9]*)$/.exec(stanza ?? '') ?? [];
  require(salt !== undefined && Number(logN) <= 22, 'a stanza of scrypt');
  require((body ?? '').length < 64, 'a body of one line');
  const mac = /^--- (\S+)$/.exec(end ?? '')?.[1];
  require(mac !== undefined, 'a checksum after the only stanza');
  const headerLength = [version, stanza, body, '---'].join('\n').length;
  return {
    header: file.subarray(0, headerLength),
    salt: bytesOf(salt, 16),
    logN: Number(logN),
    wrapped: bytesOf(body ?? '', 16 + tagBytes),
    mac: bytesOf(mac, 32),
    payload: file.subarray(headerLength + 1 + mac.length + 1),
  };
}

/** Base64 without padding, in its only form. */
function bytesOf(text: string, length: number): Buffer {
  const bytes = Buffer.from(text, 'base64');
  require(bytes.toString('base64').replace(/=+$/, '') === text, 'base64 in its only form');
  require(bytes.length === length, `${length} bytes`);
  return bytes;
}

function derived(key: Buffer, salt: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, keyBytes));
}

function openBox(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
}

/** Chunks of 64 KiB, each under its number; the last one says so, and is empty only where all is. */
function openStream(key: Buffer, sealed: Buffer): Buffer {
  const size = chunkBytes + tagBytes;
  const count = Math.ceil(sealed.length / size);
  require(count > 0, 'a last chunk');
  const plain = Array.from({ length: count }, (_, index) => {
    const nonce = Buffer.alloc(nonceBytes);
    nonce.writeUIntBE(index, 5, 6);
    nonce[nonceBytes - 1] = index === count - 1 ? 1 : 0;
    const chunk = openBox(key, nonce, sealed.subarray(index * size, (index + 1) * size));
    require(chunk.length > 0 || count === 1, 'a chunk that holds something');
    return chunk;
  });
  return Buffer.concat(plain);
}

function require(isThere: boolean, what: string): asserts isThere {
  if (!isThere) throw new Error(`not in age's format: ${what} is missing`);
}
