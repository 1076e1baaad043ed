/** The three ways between Electron's page and its main process; the contract's names travel inside them. */
export const ipcChannels = {
  /** (name, input) → Result */
  call: 'health-relay:call',
  /** (path, relativePath) → Result<Offer> */
  offer: 'health-relay:offer',
  /** (name, payload), from main */
  push: 'health-relay:push',
} as const;

/** The languages that the user prefers, the best first, and the locale of their region (`en-DE`): BCP 47, as Electron's app tells them. */
export interface SystemLanguage {
  readonly locale: string;
  readonly languages: readonly string[];
}

const systemLanguageSwitch = '--health-relay-system-language=';

/** The page must know before its first word, so it doesn't ask: arguments of its process, for the preload script. */
export const systemLanguageArguments = (system: SystemLanguage): string[] => [
  systemLanguageSwitch + JSON.stringify(system),
];

/** Null: the process was started without. */
export function systemLanguageIn(argv: readonly string[]): SystemLanguage | null {
  const given = argv.find((argument) => argument.startsWith(systemLanguageSwitch));
  return given === undefined
    ? null
    : (JSON.parse(given.slice(systemLanguageSwitch.length)) as SystemLanguage);
}
