import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shell } from 'electron';
import { CodedError } from '../shared/errors.ts';

/** Shows the folder of the profile's logs in the person's file manager. Errors: app.not_opened. */
export async function openLogs(profileDir: string): Promise<void> {
  await openFolder(join(profileDir, 'logs'));
}

/** Shows a folder in the person's file manager; one that isn't there yet is made. Errors: app.not_opened. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError('app.not_opened', {}, { cause: error });
  }
  // Resolves with the system's words when it fails; they may hold the path.
  if ((await shell.openPath(folder)) !== '') throw new CodedError('app.not_opened');
}
