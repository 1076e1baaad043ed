import type { LogEvent } from '../data/protocol/log.ts';
import type { ProfileHome } from '../data/protocol/profiles.ts';
import type { SwitchableDataProgram } from '../data/protocol/switchable.ts';
import type { ExternalLinks } from './external-links.ts';
import type { ShellLanguage } from './language.ts';
import type { LoginItem } from './login-item.ts';
import type { MainWindow } from './main-window.ts';
import type { Notifier } from './notifications.ts';
import type { OpenedThings } from './opened-things.ts';
import type { PreferencesFile } from './preferences-file.ts';
import type { SchemeHandlerParts } from './scheme-handler.ts';
import type { Updates } from './updates.ts';

/** What the modules of the shell work with, from `ready` on. */
export interface AppContext {
  readonly data: SwitchableDataProgram;
  /** Of the profiles that the page may switch between. */
  readonly home: ProfileHome;
  readonly window: MainWindow;
  readonly preferences: PreferencesFile;
  readonly language: ShellLanguage;
  readonly loginItem: LoginItem;
  readonly notifier: Notifier;
  readonly updates: Updates;
  readonly scheme: SchemeHandlerParts;
  readonly opened: OpenedThings;
  readonly links: ExternalLinks;
  /** The log of this process, in the profile that is open. */
  readonly logEvent: LogEvent;
  /** Leaves a line of what a promise that nobody waits for was rejected with. */
  readonly onFault: (error: unknown) => void;
  /** What is packed beside the build; absolute. */
  readonly resourcesDir: string;
}

/** One concern of the shell: listens to what it needs and acts. Modules know the context and not each other. */
export type AppModule = (context: AppContext) => void;
