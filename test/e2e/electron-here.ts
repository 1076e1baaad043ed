import { join } from 'node:path';
import { type ElectronBinary, findElectron } from '../../src/headless/launch/electron-binary.ts';

const root = join(import.meta.dirname, '../..');

/** Electron's own program for the suite, or why it cannot run here. Asked once: it may have to be fetched. */
let found: Promise<ElectronBinary> | null = null;
export function electronHere(): Promise<ElectronBinary> {
  const { env, platform } = process;
  found ??= findElectron(root, { env, platform, isRoot: process.getuid?.() === 0 });
  return found;
}
