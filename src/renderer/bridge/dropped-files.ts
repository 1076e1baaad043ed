import type { OfferedFile } from '../../shared/contract/index.ts';

function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function filesBelow(entry: FileSystemEntry): Promise<OfferedFile<File>[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ file, relativePath: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: OfferedFile<File>[] = [];
  // Chromium returns at most 100 entries at a time; an empty answer is the end.
  for (let entries = await entriesOf(reader); entries.length > 0; entries = await entriesOf(reader)) {
    for (const child of entries) found.push(...(await filesBelow(child)));
  }
  return found;
}

/**
 * The dropped files: one offer per file or folder. Call it inside the drop event: the list is empty afterward. Electron accepts a folder as its
 * single File (whose path names the folder); the web host needs every file in it.
 */
export function offersOfDrop(data: DataTransfer, host: 'electron' | 'web'): Promise<OfferedFile<File>[][]> {
  const dropped = [...data.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  return Promise.all(
    dropped.map(async ({ file, entry }) => {
      if (host === 'web' && entry?.isDirectory) return filesBelow(entry);
      return file === null ? [] : [{ file }];
    }),
  ).then((offers) => offers.filter((offer) => offer.length > 0));
}

/** The files chosen in a dialog: one offer per file, or one for a whole folder. */
export function offersOfChoice(files: FileList): OfferedFile<File>[][] {
  const chosen = [...files];
  if (chosen.some((file) => file.webkitRelativePath !== ''))
    return [chosen.map((file) => ({ file, relativePath: file.webkitRelativePath }))];
  return chosen.map((file) => [{ file }]);
}
