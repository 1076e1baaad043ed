import { z } from 'zod';

/** An export in a watched folder that is newer than the imported data. */
const foundExportSchema = z.object({
  /** Changes with the file. */
  id: z.string(),
  name: z.string(),
  /** The folder's own name, without its path. */
  folder: z.string(),
  /** UTC seconds. */
  exportAt: z.number(),
});
export type FoundExport = z.infer<typeof foundExportSchema>;

/** Folders watched for exports, and the exports found there and not answered, newest first. */
export const folderWatchSchema = z.object({
  folders: z.array(z.object({ path: z.string(), isReadable: z.boolean() })),
  found: z.array(foundExportSchema),
});
export type FolderWatch = z.infer<typeof folderWatchSchema>;
