import { release } from 'node:os';
import { app } from 'electron';
import { hostDiagnostics } from '../data/protocol/diagnostics.ts';
import type { SwitchableDataProgram } from '../data/protocol/switchable.ts';

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
