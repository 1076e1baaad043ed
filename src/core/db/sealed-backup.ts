import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from './as-coded.ts';
import { privateFileMode, writeWhole } from './private-files.ts';

/** Loaded when a backup is sealed or opened: what encrypts is some sixty modules, and every start would wait for them. */
const age = () => import('age-encryption');

/** First bytes of a file in age's format (age-encryption.org/v1, "Header"). */
const intro = Buffer.from('age-encryption.org/v1\n');

/** Whether a file is encrypted in age's format, by its first bytes. */
export async function isSealed(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(intro.length);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return bytesRead === head.length && head.equals(intro);
  } finally {
    await file.close();
  }
}

/**
 * Encrypts a file with a passphrase, so that `age --decrypt` opens it too (scrypt, work factor 2^18, which blocks this thread for about a second).
 * The new file (0600) has its name only when it is whole and on the disk. Errors: disk.full, profile.unreadable; cancelled once `signal` is aborted.
 */
export async function seal(
  from: string,
  to: string,
  passphrase: string,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number }> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return writeStream(to, await encrypter.encrypt(streamOf(from)), signal);
}

/**
 * Decrypts a file of `seal` or of `age --passphrase`. age itself notices changes and cuts. Errors: backup.bad_passphrase,
 * backup.damaged, disk.full, profile.unreadable; cancelled once `signal` is aborted.
 */
export async function unseal(
  from: string,
  to: string,
  passphrase: string,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number }> {
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(streamOf(from));
  } catch (error) {
    // The header's own checksum is made with the key: a wrong passphrase, a file for a key, and a changed header look alike.
    throw new CodedError('backup.bad_passphrase', {}, { cause: error });
  }
  return writeStream(to, plain, signal);
}

const streamOf = (path: string) => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;

async function writeStream(
  path: string,
  content: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number }> {
  const options = { mode: privateFileMode, flush: true, signal };
  try {
    return await writeWhole(path, (partial) => writeFile(partial, damagedWhereItFails(content), options));
  } catch (error) {
    throw signal?.aborted ? new CodedError('cancelled') : asCoded(error);
  }
}

/** A system error is of reading or writing; every other is age's word that a part is not as it was made. */
async function* damagedWhereItFails(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of content) yield part;
  } catch (error) {
    throw error instanceof Error && 'code' in error
      ? error
      : new CodedError('backup.damaged', {}, { cause: error });
  }
}
