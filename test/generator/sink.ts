import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ZipWriter } from './zip.ts';

/** Where the files of an export go: into a zip or under a folder. Paths have `/` and start at the export's top. */
export interface Sink {
  add(path: string, data: Iterable<Uint8Array>, expectedSize?: number): Promise<void>;
  close(): Promise<void>;
}

export interface SinkOptions {
  readonly top: string;
  readonly store: boolean;
  readonly utf8Flag: boolean;
  readonly finder: boolean;
}

function underTop(top: string, path: string): string {
  return top === '' ? path : `${top}/${path}`;
}

/** What Finder adds to every file it compresses: 120 bytes of attributes nobody asked for. */
const appleDouble = Buffer.concat([
  Buffer.from('00051607000200004d6163204f532058', 'hex'),
  Buffer.alloc(104),
]);

export async function zipSink(file: string, options: SinkOptions): Promise<Sink> {
  const zip = await ZipWriter.create(file, { store: options.store, utf8Flag: options.utf8Flag });
  const folders = new Set<string>();
  const addFolders = async (path: string) => {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at + 1);
      if (folders.has(folder)) continue;
      folders.add(folder);
      await zip.add(folder, []);
      await zip.add(`${folder}.DS_Store`, [Buffer.alloc(6148)]);
      await zip.add(`__MACOSX/${folder}._.DS_Store`, [appleDouble]);
    }
  };
  return {
    async add(path, data, expectedSize) {
      const name = underTop(options.top, path);
      if (options.finder) await addFolders(name);
      await zip.add(name, data, expectedSize);
      if (options.finder) await zip.add(`__MACOSX/${name.replace(/([^/]+)$/, '._$1')}`, [appleDouble]);
    },
    close: () => zip.close(),
  };
}

export function folderSink(folder: string, top: string): Sink {
  return {
    async add(path, data) {
      const file = join(folder, underTop(top, path));
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, 'w');
      try {
        for (const chunk of data) await handle.writeFile(chunk);
      } finally {
        await handle.close();
      }
    },
    close: async () => {},
  };
}
