/** The three channels between Electron's page and its main process; the contract's names are part of the messages. */
export const ipcChannels = {
  /** (name, input) → Result */
  call: 'health-relay:call',
  /** (path, relativePath) → Result<Offer> */
  offer: 'health-relay:offer',
  /** (name, payload), from main */
  push: 'health-relay:push',
} as const;

/** The user's preferred languages, best first, and their regional locale (`en-DE`): BCP 47, as Electron's app reports them. */
export interface SystemLanguage {
  readonly locale: string;
  readonly languages: readonly string[];
}

const systemLanguageSwitch = '--health-relay-system-language=';

/** Process arguments for the preload script: the page needs the language before its first word, so it can't ask. */
export const systemLanguageArguments = (system: SystemLanguage): string[] => [
  systemLanguageSwitch + JSON.stringify(system),
];

/** Null: the process was started without it. */
export function systemLanguageIn(argv: readonly string[]): SystemLanguage | null {
  const given = argv.find((argument) => argument.startsWith(systemLanguageSwitch));
  return given === undefined
    ? null
    : (JSON.parse(given.slice(systemLanguageSwitch.length)) as SystemLanguage);
}
