import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { screen } from './desktop.ts';

/**
 * `windowStatePersistence` (docs/api/structures/base-window-options): bounds by the window's name, kept in userData. What no longer lies on a display is moved onto one.
 */
export function savedState(name: string): Electron.Rectangle | null {
  const bounds = readStates()[name];
  if (bounds === undefined) return null;
  const { workArea } = screen.getDisplayMatching(bounds);
  const width = Math.min(bounds.width, workArea.width);
  const height = Math.min(bounds.height, workArea.height);
  const within = (at: number, from: number, room: number) => Math.min(Math.max(at, from), from + room);
  return {
    x: within(bounds.x, workArea.x, workArea.width - width),
    y: within(bounds.y, workArea.y, workArea.height - height),
    width,
    height,
  };
}

export function saveState(name: string, bounds: Electron.Rectangle): void {
  writeFileSync(statesPath(), JSON.stringify({ ...readStates(), [name]: bounds }));
}

export function forgetState(name: string): void {
  const { [name]: _forgotten, ...others } = readStates();
  writeFileSync(statesPath(), JSON.stringify(others));
}

const statesPath = () => join(app.getPath('userData'), 'standin-window-state.json');

function readStates(): Readonly<Record<string, Electron.Rectangle | undefined>> {
  try {
    return JSON.parse(readFileSync(statesPath(), 'utf8')) as Record<string, Electron.Rectangle>;
  } catch {
    return {};
  }
}
