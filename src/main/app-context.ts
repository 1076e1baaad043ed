import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import type { ExternalLinks } from './external-links.ts';
import type { LoginItem } from './login-item.ts';
import type { MainWindow } from './main-window.ts';
import type { OpenedThings } from './opened-things.ts';
import type { PreferencesFile } from './preferences-file.ts';

/** What the modules of the shell work with, from `ready` on. */
export interface AppContext {
  readonly data: DataClient & { state(): DataState; stop(): Promise<void> };
  readonly window: MainWindow;
  readonly preferences: PreferencesFile;
  readonly loginItem: LoginItem;
  readonly opened: OpenedThings;
  readonly links: ExternalLinks;
  /** Folders, absolute: the build, what is packed beside it, and the open profile. */
  readonly outDir: string;
  readonly resourcesDir: string;
  readonly profileDir: string;
}

/** One concern of the shell: listens to what it needs and acts. Modules know the context and not each other. */
export type AppModule = (context: AppContext) => void;
