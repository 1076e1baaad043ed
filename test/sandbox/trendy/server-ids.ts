import { randomBytes } from 'node:crypto';

/** A UUIDv7 of this instant (milliseconds), as the server's default and the phone make them (trendy/README §2.5). */
export function uuidV7(atMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.max(0, Math.floor(atMs)), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The version of a UUID and, for version 7, its instant in milliseconds; null when it is no UUID. */
export function uuidVersion(text: string): { readonly version: number; readonly atMs: number } | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return null;
  const hex = text.replaceAll('-', '');
  return { version: Number.parseInt(hex[12] ?? '0', 16), atMs: Number.parseInt(hex.slice(0, 12), 16) };
}
