import { randomUUID } from 'node:crypto';
import type { Reader, Writer } from '../db/open.ts';

/** The profile's own uuid, given at its first opening and kept with its history, wherever the folder is moved. */
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
