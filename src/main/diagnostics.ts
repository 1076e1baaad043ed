import { mkdir } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { app, shell } from 'electron';
import { hostDiagnostics } from '../data/protocol/diagnostics.ts';
import type { SwitchableDataProgram } from '../data/protocol/switchable.ts';
import { CodedError } from '../shared/errors.ts';

/** The text of "Copy diagnostics" in the desktop app (shared/diagnostics.ts says what may be in it). */
export function writeDiagnostics(data: SwitchableDataProgram): Promise<string> {
  const { electron, chrome, node } = process.versions;
  return hostDiagnostics(data, {
    version: app.getVersion(),
    host: 'electron',
    system: `${process.platform} ${release()} ${process.arch}`,
    runtime: {
      Electron: electron,
      Chromium: chrome,
      Node: node,
      Sandbox: app.commandLine.hasSwitch('no-sandbox') ? 'off' : 'on',
    },
  });
}

/** Shows the profile's log folder in the user's file manager. Errors: app.not_opened. */
export async function openLogs(profileDir: string): Promise<void> {
  await openFolder(join(profileDir, 'logs'));
}

/** Shows a folder in the user's file manager; a missing one is created. Errors: app.not_opened. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError('app.not_opened', {}, { cause: error });
  }
  // Resolves with the system's words when it fails; they may contain the path.
  if ((await shell.openPath(folder)) !== '') throw new CodedError('app.not_opened');
}
