import { randomUUID } from 'node:crypto';
import type { Reader, Writer } from '../db/open.ts';

/** The profile's own uuid, assigned at its first opening and kept in its history even if the folder moves. */
export function profileId(writer: Writer): string {
  writer
    .prepare<[string]>(`INSERT INTO setting (key, value) VALUES ('profile.id', ?) ON CONFLICT DO NOTHING`)
    .run(randomUUID());
  return readProfileId(writer) ?? '';
}

/** Null before the first opening. */
export function readProfileId(reader: Reader): string | null {
  const find = reader.prepare<[], string>(`SELECT value FROM setting WHERE key = 'profile.id'`).pluck();
  return find.get() ?? null;
}
