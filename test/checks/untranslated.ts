// Which sources have text for people, and which of their texts stay English (src/shared/README, Languages).

/** What the page, the menus and the notices say, and what they share with the command line. */
export const isForPeople = (path: string): boolean => /^src\/(?:renderer|main|shared)\//.test(path);

/** Texts that stay as they are in every language: names, addresses, keys of storage, words of servers and files, reasons in the code. */
const everywhere: readonly string[] = [
  'Health Relay',
  'Health Relay data',
  'Foundry',
  'Atlas (Auth0)',
  'Apple',
  'Parquet',
  'Hz',
  'ms',
  'https://',
  'tenant.eu.auth0.com',
  'ri.foundry.main.dataset.…',
  'master',
  'Bearer',
  'openid profile email offline_access',
  'health-relay appearance',
  'health-relay language',
  'health-relay sign-in',
  '[Desktop Entry]',
  'Name=Health Relay',
  'Electron {}, Chromium {}, Node {}',
  'Unknown',
  '(prefers-color-scheme: dark)',
  // Words of the contract, typed and compared.
  'forget everything',
  // Of failures that are shown by their code.
  'nothing offered',
  'unexpected in the page',
  'host unreachable',
  'host refused',
  'canceled by the user',
  'the sign-in is given up here either way',
  'the menu shows the outcome',
  // Keys of lists, and columns of exported files.
  'all of them',
  'none of them',
  'as counted',
  'a year before',
  'second type',
];

/**
 * Of `src/shared` and `src/main`, file by file: most of what is allowed in one would be a fault in another. `'*'` is the whole file. What isn't translated: the
 * command line, files, diagnostics, and what is sent; identifiers of Apple's are translated by way of `lookup` tables.
 */
const inFile: Readonly<Record<string, readonly string[]>> = {
  'src/shared/diagnostics.ts': ['*'],
  'src/shared/page/asset-path.ts': ['*'],
  // Each in its own language.
  'src/shared/language.ts': ['English', 'Deutsch', 'Français', 'Español'],
  // Names of elements of the export.
  'src/shared/domain/element-counts.ts': ['*'],
  'src/shared/import-error-texts.ts': ['Record'],
  // Lists of types, split at their spaces.
  'src/shared/domain/record-class.ts': ['*'],
  'src/shared/domain/mean-kind.ts': [
    'AppleSleepingBreathingDisturbances …',
    'AtrialFibrillationBurden …',
    'EnvironmentalAudioExposure …',
    // Columns of files.
    'arithmetic mean (Health app: weighted by time)',
    'arithmetic mean',
    'mean by energy (Leq)',
  ],
  // Keys of properties as they're sent.
  'src/shared/domain/event-words.ts': [
    ...['Duration', 'Step Count', 'Total Sleep', 'Calories', 'Amount (ml)'],
    // Notes as our rules write them, which a search compares with.
    ...['# kcal burned', '# ml water', '#m of sleep', 'Mindfulness session'],
  ],
  // A unit in files, and the key of its text.
  'src/shared/domain/quantity-text.ts': ['per min'],
  // English words that are looked for beside those of the language.
  'src/shared/domain/date-phrase-words.ts': ['day before yesterday'],
  'src/shared/domain/target-name.ts': ['Trendy', 'Foundry (Atlas)'],
  // Said by the command line alone.
  'src/shared/domain/sync.ts': [
    'the rules changed',
    'records are no longer in the Health app',
    '{}, or because {}',
  ],
  // Members of D-Bus.
  'src/main/tray-place.ts': ['Hello', 'Get'],
  'src/shared/error-texts.ts': [
    'SQLite says: {}.',
    'The limit is {} s.',
    'Only a single read-only statement can be run',
    'Begin it with SELECT, WITH, VALUES, or EXPLAIN. SELECT * FROM pragma_table_info(…) describes a table.',
    'SQLite can’t run this statement',
    'Use --schema to print the tables.',
    'The statement needs more memory than allowed',
    'Sort, group, or join fewer rows at once. Your history is unchanged.',
    'The statement took too long and was stopped',
    'Use --seconds to allow more time.',
  ],
};

/** Every exception, each of which must meet a text. */
export const excuses: readonly string[] = [
  ...everywhere,
  ...Object.entries(inFile).flatMap(([path, texts]) => texts.map((text) => `${path}: ${text}`)),
];

/** The exception that a text is, null for none. One that ends with … stands for texts that begin with it. */
export function excuseOf(path: string, text: string): string | null {
  const own = inFile[path]?.find(
    (one) => one === '*' || one === text || (one.endsWith(' …') && text.startsWith(one.slice(0, -1))),
  );
  if (own !== undefined) return `${path}: ${own}`;
  return everywhere.includes(text) ? text : null;
}
