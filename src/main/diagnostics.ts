import { release } from 'node:os';
import { app } from 'electron';
import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import { askDiagnostics } from '../shared/diagnostics.ts';

/** The text of "Copy diagnostics" in the desktop app (shared/diagnostics.ts says what may be in it). */
export function writeDiagnostics(data: DataClient & { state(): DataState }): Promise<string> {
  const { electron, chrome, node } = process.versions;
  return askDiagnostics(data, {
    version: app.getVersion(),
    host: 'electron',
    system: `${process.platform} ${release()} ${process.arch}`,
    runtime: { Electron: electron, Chromium: chrome, Node: node },
    dataState: data.state(),
  });
}
