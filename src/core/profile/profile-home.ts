import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { Reader, Writer } from '../db/open.ts';
import { makePrivateFolder, privateFileMode, privateFolderMode } from '../db/private-files.ts';

/** The first profile's id; its folder is the home of all the others. */
const mainProfile = 'main';

/** Marks a home whose profiles are all to be removed. It is removed last, so the next opening finishes a killed removal. */
export const forgettingMarker = 'forgetting';

export interface KnownProfile {
  /** A folder's name, never a path. */
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly dir: string;
}

interface Label {
  /** What the user calls it. */
  readonly name?: string;
  /** Home only: id of the profile that was opened last. */
  readonly opened?: string;
}

/** The profiles of one home: the home itself and `profiles/<id>` in it. Each has its name in `profile.json`. */
export class ProfileHome {
  /** Absolute. */
  readonly dir: string;

  constructor(dir: string) {
    this.dir = resolve(dir);
  }

  /** The first profile, then the others by name. A profile without a name goes by its folder. */
  list(): KnownProfile[] {
    const others = foldersIn(join(this.dir, 'profiles')).map((id) => this.#known(id));
    return [this.#known(mainProfile), ...others.toSorted((a, b) => a.name.localeCompare(b.name))];
  }

  /** Error profile.unknown. */
  find(id: string): KnownProfile {
    const known = this.list().find((profile) => profile.id === id);
    if (!known) throw new CodedError('profile.unknown');
    return known;
  }

  /** Creates an empty folder for it. Errors: profile.name_taken, profile.unreadable, disk.full. */
  create(name: string): KnownProfile {
    this.#refuseTaken(name, null);
    const id = freeSlug(name, new Set(this.list().map((profile) => profile.id)));
    const dir = join(this.dir, 'profiles', id);
    guarded(() => {
      makePrivateFolder(this.dir);
      makePrivateFolder(dirname(dir));
      mkdirSync(dir, { mode: privateFolderMode });
      writeLabel(dir, { name });
      // Tells a home from any folder that has one called `profiles`.
      writeLabel(this.dir, readLabel(this.dir));
    });
    return { id, name, dir };
  }

  /** Errors: profile.unknown, profile.name_taken, profile.unreadable, disk.full. */
  rename(id: string, name: string): void {
    const { dir } = this.find(id);
    this.#refuseTaken(name, id);
    guarded(() => writeLabel(dir, { ...readLabel(dir), name }));
  }

  /** The last opened profile if it still exists; else the first. */
  lastOpened(): KnownProfile {
    const { opened } = readLabel(this.dir);
    return this.list().find(({ id }) => id === opened) ?? this.#known(mainProfile);
  }

  /** Errors: profile.unreadable, disk.full. */
  rememberOpened(id: string): void {
    guarded(() => writeLabel(this.dir, { ...readLabel(this.dir), opened: id }));
  }

  #known(id: string): KnownProfile {
    const dir = id === mainProfile ? this.dir : join(this.dir, 'profiles', id);
    return { id, dir, name: readLabel(dir).name ?? (id === mainProfile ? basename(dir) : id) };
  }

  #refuseTaken(name: string, except: string | null): void {
    const isTaken = this.list().some((profile) => profile.id !== except && sameName(profile.name, name));
    if (isTaken) throw new CodedError('profile.name_taken');
  }
}

/** The home of a profile's folder: the folder itself, or two levels up if it is in a home's `profiles/`. */
export function homeOf(profileDir: string): ProfileHome {
  const dir = resolve(profileDir);
  const above = dirname(dirname(dir));
  const isHome = ['profile.json', forgettingMarker].some((name) => existsSync(join(above, name)));
  const isInside = basename(dirname(dir)) === 'profiles' && isHome;
  return new ProfileHome(isInside ? above : dir);
}

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isSlug(entry.name))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** For a missing or damaged label, the folder's name serves. */
function readLabel(dir: string): Label {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dir, 'profile.json'), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return {};
    const text = (key: string) => {
      const value: unknown = Object.entries(parsed).find(([name]) => name === key)?.[1];
      return typeof value === 'string' && value !== '' && value.length <= 80 ? value : undefined;
    };
    const [name, opened] = [text('name'), text('opened')];
    return { ...(name === undefined ? {} : { name }), ...(opened === undefined ? {} : { opened }) };
  } catch {
    return {};
  }
}

/** Whole or not at all. */
function writeLabel(dir: string, label: Label): void {
  const path = join(dir, 'profile.json');
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  writeFileSync(partial, `${JSON.stringify(label)}\n`, { mode: privateFileMode, flag: 'wx' });
  renameSync(partial, path);
}

function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw asCoded(error);
  }
}

const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

function isSlug(text: string): boolean {
  return slug.test(text);
}

/** Device names on Windows, with any extension, and the first profile's id. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|main)$/;

/** A folder name made from the user's name for it, safe on every file system; `-2` and so on if it is taken. */
function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const base = plain === '' || reserved.test(plain) ? `profile${plain && `-${plain}`}` : plain;
  let free = base;
  for (let count = 2; taken.has(free); count++) free = `${base}-${count}`;
  return free;
}

/** Whether a person would see the two as the same name. */
function sameName(one: string, other: string): boolean {
  const fold = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return fold(one) === fold(other);
}

/** Bytes that this user may still write where `dir` lies. Errors: profile.unreadable. */
export async function freeBytes(dir: string): Promise<number> {
  try {
    const volume = await statfs(dir);
    return volume.bavail * volume.bsize;
  } catch (error) {
    throw asCoded(error);
  }
}

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
