import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { screen } from './desktop.ts';

export type WindowShape = 'normal' | 'maximized' | 'minimized' | 'full';

export interface WindowState {
  readonly bounds: Electron.Rectangle;
  readonly shape: WindowShape;
}

/**
 * `windowStatePersistence` (docs/api/structures/base-window-options): bounds and display mode by the window's name, kept in
 * userData. What no longer lies on a display is moved onto one.
 */
export function savedState(name: string): WindowState | null {
  const state = readStates()[name];
  if (state === undefined) return null;
  const { workArea } = screen.getDisplayMatching(state.bounds);
  const width = Math.min(state.bounds.width, workArea.width);
  const height = Math.min(state.bounds.height, workArea.height);
  const within = (at: number, from: number, room: number) => Math.min(Math.max(at, from), from + room);
  const bounds = {
    x: within(state.bounds.x, workArea.x, workArea.width - width),
    y: within(state.bounds.y, workArea.y, workArea.height - height),
    width,
    height,
  };
  return { bounds, shape: state.shape };
}

export function saveState(name: string, state: WindowState): void {
  writeFileSync(statesPath(), JSON.stringify({ ...readStates(), [name]: state }));
}

export function forgetState(name: string): void {
  const { [name]: _forgotten, ...others } = readStates();
  writeFileSync(statesPath(), JSON.stringify(others));
}

const statesPath = () => join(app.getPath('userData'), 'standin-window-state.json');

function readStates(): Readonly<Record<string, WindowState | undefined>> {
  try {
    return JSON.parse(readFileSync(statesPath(), 'utf8')) as Record<string, WindowState>;
  } catch {
    return {};
  }
}
