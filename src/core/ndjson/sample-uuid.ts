import { hash } from 'node:crypto';

/** Ours alone: no other program makes uuids under it. */
const namespace = Buffer.from('6f1d7c8a2b9e4d0f9a53c47e1b60d2f8', 'hex');
const longestName = 64 * 1024;
const buffer = Buffer.allocUnsafe(namespace.length + longestName);
namespace.copy(buffer);

/**
 * UUIDv5 (RFC 9562 §5.5) of an identity: the JSON text of its class and the texts of its identity columns, never a local id
 * (import/README, Identity), so that every computer and every import gives one sample the same uuid.
 */
export function sampleUuid(identity: string): string {
  // Three bytes a UTF-16 unit is the most that UTF-8 needs.
  const hex = identity.length * 3 <= longestName ? hashShort(identity) : hashLong(identity);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function hashShort(identity: string): string {
  const length = buffer.write(identity, namespace.length, 'utf8');
  return hash('sha1', buffer.subarray(0, namespace.length + length), 'hex');
}

function hashLong(identity: string): string {
  return hash('sha1', Buffer.concat([namespace, Buffer.from(identity, 'utf8')]), 'hex');
}

/** As `sampleUuid`, of a list of columns. */
export function uuidOf(columns: readonly (string | number | null | readonly string[])[]): string {
  return sampleUuid(JSON.stringify(columns));
}
