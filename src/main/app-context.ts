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
import type { RecentExports } from './recent-exports.ts';
import type { SchemeHandlerParts } from './scheme-handler.ts';
import type { TrayPlace } from './tray-place.ts';
import type { Updates } from './updates.ts';

/** What the shell's modules work with, from `ready` on. */
export interface AppContext {
  readonly data: SwitchableDataProgram;
  /** Holds the profiles that the page may switch between. */
  readonly home: ProfileHome;
  readonly window: MainWindow;
  readonly preferences: PreferencesFile;
  readonly language: ShellLanguage;
  readonly loginItem: LoginItem;
  readonly notifier: Notifier;
  readonly updates: Updates;
  readonly trayPlace: TrayPlace;
  readonly scheme: SchemeHandlerParts;
  readonly opened: OpenedThings;
  readonly recent: RecentExports;
  readonly links: ExternalLinks;
  /** This process's log, in the open profile. */
  readonly logEvent: LogEvent;
  /** Logs the rejection of a promise that nobody awaits. */
  readonly onFault: (error: unknown) => void;
  /** The folder of files packed beside the build; absolute. */
  readonly resourcesDir: string;
}

/** One concern of the shell: listens to what it needs and acts. Modules know the context but not each other. */
export type AppModule = (context: AppContext) => void;
