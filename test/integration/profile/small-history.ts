import { migrate } from '../../../src/core/db/migrate.ts';
import { openReader, openWriter, type Writer } from '../../../src/core/db/open.ts';
import { markAsOurs } from '../../../src/core/db/raw-file.ts';
import { openProfile, type Profile } from '../../../src/core/profile/open-profile.ts';
import { profileId } from '../../../src/core/profile/profile-home.ts';

export interface SmallHistory {
  readonly profile: Profile;
  readonly writer: Writer;
  readonly id: string;
  close(): void;
}

/** A profile as the data program opens it, whose history says `word` and holds `rows` people of no meaning. */
export async function smallHistory(dir: string, word: string, rows = 10): Promise<SmallHistory> {
  const profile = openProfile(dir);
  const writer = openWriter(profile.database);
  await migrate(writer, profile.backups);
  markAsOurs(writer);
  const id = profileId(writer);
  setWord(writer, word);
  const add = writer.prepare<[string, string]>('INSERT OR REPLACE INTO person VALUES (?, ?, 1)');
  writer.transaction(() => {
    for (let row = 0; row < rows; row += 1) add.run(`key ${row}`, 'x'.repeat(200));
  })();
  return {
    profile,
    writer,
    id,
    close: () => {
      writer.close();
      profile.close();
    },
  };
}

export function setWord(writer: Writer, word: string): void {
  writer
    .prepare<[string]>(
      `INSERT INTO setting VALUES ('test.word', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    )
    .run(word);
}

/** What a database says; null when it says nothing. */
export function settingIn(path: string, key = 'test.word'): string | null {
  const reader = openReader(path);
  try {
    return (
      reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(key) ?? null
    );
  } finally {
    reader.close();
  }
}
