import { randomUUID } from 'node:crypto';
import type { Writer } from '../db/open.ts';

/** The profile's own uuid, given at its first opening and kept with its history, wherever the folder is moved. */
export function profileId(writer: Writer): string {
  writer
    .prepare<[string]>(`INSERT INTO setting (key, value) VALUES ('profile.id', ?) ON CONFLICT DO NOTHING`)
    .run(randomUUID());
  const row = writer
    .prepare<[], { value: string }>(`SELECT value FROM setting WHERE key = 'profile.id'`)
    .get();
  return row?.value ?? '';
}
