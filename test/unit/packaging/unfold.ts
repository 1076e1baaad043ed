import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, getRawHeader } from '@electron/asar';

/** An entry of an archive's header: a folder, a link, or a file that lies inside or beside it. */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly link?: string;
  readonly unpacked?: boolean;
}

/**
 * Makes resources/app.asar a folder of the same name, so that plain Node reads it as Electron reads the archive: unpacked
 * entries lead to app.asar.unpacked, a native module that was left inside cannot be loaded. Returns the new resources
 * folder, which goes with the process.
 */
export function unfold(resources: string): string {
  const archive = join(resources, 'app.asar');
  const parent = mkdtempSync(join(tmpdir(), 'unfolded-resources-'));
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  const root = join(parent, 'resources', 'app.asar');
  const unpacked = `${root}.unpacked`;
  mkdirSync(root, { recursive: true });
  if (existsSync(`${archive}.unpacked`)) cpSync(`${archive}.unpacked`, unpacked, { recursive: true });

  function place(entries: Readonly<Record<string, Entry>>, at: string): void {
    for (const [name, entry] of Object.entries(entries)) {
      const path = join(at, name);
      const target = join(root, path);
      if (entry.files) {
        mkdirSync(target, { recursive: true });
        place(entry.files, path);
      } else if (entry.unpacked) symlinkSync(join(unpacked, path), target);
      else if (entry.link !== undefined) symlinkSync(join(root, entry.link), target);
      else if (name.endsWith('.node')) writeFileSync(target, 'a native module inside the archive');
      else {
        writeFileSync(target, extractFile(archive, path));
        chmodSync(target, 0o444);
      }
    }
  }

  place(getRawHeader(archive).header.files as Readonly<Record<string, Entry>>, '');
  return join(parent, 'resources');
}
