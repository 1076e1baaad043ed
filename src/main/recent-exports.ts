import { stat } from 'node:fs/promises';
import type { App } from 'electron';
import type { PreferencesFile } from './preferences-file.ts';

const maxExports = 10;

export interface RecentExportsParts {
  readonly app: Pick<App, 'addRecentDocument'>;
  readonly preferences: Pick<PreferencesFile, 'get' | 'set'>;
  readonly platform: NodeJS.Platform;
  readonly onFault: (error: unknown) => void;
}

/**
 * The exports that were opened or imported last, for the File menu. macOS keeps such a list itself. Windows shows its own in the taskbar, only for
 * types that open with the app; Linux has none that Electron writes to (docs/api/app "app.addRecentDocument"). There, the app keeps the paths, on this computer alone.
 */
export class RecentExports {
  readonly #parts: RecentExportsParts;

  constructor(parts: RecentExportsParts) {
    this.#parts = parts;
  }

  /** `path`: absolute. */
  note(path: string): void {
    const { app, platform } = this.#parts;
    app.addRecentDocument(path);
    if (platform === 'darwin') return;
    const before = this.#kept();
    if (before[0] !== path)
      this.#keep([path, ...before.filter((kept) => kept !== path)].slice(0, maxExports));
  }

  clear(): void {
    this.#keep([]);
  }

  /** Those that still exist, the latest first. */
  async existing(): Promise<string[]> {
    const isThere = (path: string) =>
      stat(path).then(
        () => [path],
        () => [],
      );
    return (await Promise.all(this.#kept().map(isThere))).flat();
  }

  #kept(): readonly string[] {
    return this.#parts.preferences.get().recentExports;
  }

  #keep(recentExports: string[]): void {
    try {
      this.#parts.preferences.set({ recentExports });
    } catch (error) {
      this.#parts.onFault(error);
    }
  }
}
