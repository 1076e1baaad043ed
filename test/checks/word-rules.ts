import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

/** A blank, or a line break with the mark of a comment after it. */
const gap = String.raw`(?:[ -]|\s*\n[ \t]*(?:\*(?!/)|//|--)?[ \t]*)`;

/** The same without the hyphen of a compound (a stand-in). */
const space = gap.replace('[ -]', ' ');

/** Words that were given up (src/shared/README, Retired words), each with advice. */
const retired: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`\bfar${gap}(?:side|end)s?\b`, 'gi'), 'say server, or the name of the target'],
  [/(?:\bf|F)ar(?:Side|End)s?(?![a-z])/g, 'say server, or the name of the target'],
  [/\btroubles?\b|\btroubled\b|[a-z]Trouble|\bTrouble(?=[A-Z])/gi, 'say failure, error or problem'],
  [
    /\b\w*(?:[Bb]ehaviour|[Cc]olour|[Ff]avour|[Hh]onour|[Nn]eighbour|[Ll]icence|[Mm]etre|(?:[Nn]ormal|[Oo]rgan|[Rr]ecogn|[Ss]ummar)is(?=e|ing))\w*/g,
    'use the American spelling',
  ],
  [/\bwish(?:es|ed)?\b/gi, 'say reconcile, desired or change'],
  // Stored keys keep their names, and are written in quotes.
  [
    /(?<!['"])\b(?:wished[A-Z]\w*|far(?:User|Path|Content)\w*)\b/g,
    'say reconciled, remote user, remote path or remote content',
  ],
  [/\bperson[-_]?acts\b/gi, 'say user acts'],
];

/** Where the words for users are: the page, the desktop's dialogs, the command line, and the texts that they share. */
const isForUsers = ({ path }: SourceFile) => /^src\/(?:renderer|shared|headless|main)\/.*\.tsx?$/.test(path);

/** Constructions that text for users does without (src/shared/README, Style). Words may be broken over two lines of JSX. */
const forUsers: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:[Cc]an|(?:[Cc]ould|[Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad|[Ww]ill|[Ww]ould|[Ss]hould)\s+)not\b/g,
    'use the contraction',
  ],
  [/\bby\s+(?:itself|themselves)\b/gi, 'say automatically, or who does it'],
  [/\bgo(?:es|ing)?\s+on\b/gi, 'say continue or resume'],
  [/\bunder\s+way\b/gi, 'say in progress'],
  [/\bso\s+that\b/gi, 'say so, or begin another sentence'],
  [/\bany\s+more\b/gi, 'say no longer'],
  [/\bas\s+of\s+before\b/gi, 'say not up to date'],
  [/\bsomebody\b/gi, 'say someone, or others'],
  [/\bby\s+the\s+person\b/gi, 'say by the user'],
  [/\bCancell(?:ed|ing)\b|\b[Ee]-mails?\b/g, 'use the American spelling'],
  [/\bonly\s+what\s+(?:is|was)\b/gi, 'name the things: only missing data'],
  [/[\d}] %(?![ \w])/g, 'write no space before a percent sign'],
  [/[\d}] % (?=of\b|·)/g, 'write no space before a percent sign'],
];

/** Rooms whose comments were read as a whole; a construction that was given up there does not come back. */
const isRead = ({ path }: SourceFile) =>
  /^(?:src\/(?!core\/db\/migrations\/)|resources\/).*\.tsx?$/.test(path);

const inComments: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`\bgo(?:es|ing)?${gap}on\b`, 'gi'), 'say continue'],
  [/\banew\b/gi, 'say again'],
  [
    new RegExp(String.raw`\bwhat${gap}(?:is|was|are|were|comes|came|stands|stood|lies)\b`, 'gi'),
    'put the subject first: name the thing',
  ],
  [new RegExp(String.raw`\bby${gap}(?:itself|themselves)\b`, 'gi'), 'say automatically, or who does it'],
  [new RegExp(String.raw`\b(?:under${gap}way)\b`, 'gi'), 'say in progress'],
  [new RegExp(String.raw`\bany${gap}more\b`, 'gi'), 'say no longer'],
  [new RegExp(String.raw`\bas${gap}against\b`, 'gi'), 'say as opposed to'],
  [
    new RegExp(
      String.raw`\b(?:stands?|stood|lies?|lay)${space}(?:in|at|behind|beside|where|there|here)\b`,
      'gi',
    ),
    'say is, or comes after',
  ],
  [/\bsomebody\b/gi, 'say someone, or name them'],
];

const isDocument = ({ path }: SourceFile) => path.endsWith('.md');

/** Constructions that the READMEs and .github were rewritten without; they do not come back. */
const inDocuments: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      String.raw`\bwhat${space}(?:is|was|are|were|stands?|stood|lies|lay|comes|came|goes|has|had|would)\b`,
      'gi',
    ),
    'put the subject first: name the thing',
  ],
  [
    new RegExp(String.raw`\bby${space}(?:itself|themselves)\b`, 'gi'),
    'say automatically, alone, or who does it',
  ],
  [new RegExp(String.raw`\bby${space}(?:its|their)${space}word\b`, 'gi'), 'say who decides'],
  [new RegExp(String.raw`\bgo(?:es|ing)?${space}on\b`, 'gi'), 'say continue'],
  [new RegExp(String.raw`\bunder${space}way\b`, 'gi'), 'say in progress'],
  [new RegExp(String.raw`\bany${space}more\b`, 'gi'), 'say no longer'],
  [new RegExp(String.raw`\bfor${space}ever\b`, 'gi'), 'say forever'],
  [new RegExp(String.raw`\bso${space}that\b`, 'gi'), 'say so, or begin another sentence'],
  [new RegExp(String.raw`\bin${space}vain\b`, 'gi'), 'say without success'],
  [new RegExp(String.raw`\bof${space}(?:now|before)\b`, 'gi'), 'say current, or previous'],
  [new RegExp(String.raw`\b(?:is|are|was|were)${space}told\b`, 'gi'), 'say reports, or who says it'],
  [
    new RegExp(
      String.raw`\b(?:stands?|stood|lies?|lay)${space}(?:in(?! for)|at|below|behind|beside|where|there|here)\b`,
      'gi',
    ),
    'say is',
  ],
  [new RegExp(String.raw`\bthe${space}person\b`, 'gi'), 'say the user'],
  [/\banew\b/gi, 'say again'],
  [/\b(?:some|any)body\b/gi, 'say someone, anyone, or name them'],
  [/\bcancell(?:ed|ing)\b(?!`|')/gi, 'use the American spelling'],
];

/** Blanks where code is kept out: the lines stay. */
const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');
const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const withoutComments = (text: string) => text.replaceAll(comment, blank);
/** The comments alone, each in its place. */
function commentsOf(text: string): string {
  let end = 0;
  const parts = [...text.matchAll(comment)].map(({ 0: words, index }) => {
    const part = blank(text.slice(end, index)) + words;
    end = index + words.length;
    return part;
  });
  return parts.join('') + blank(text.slice(end));
}

function faultsIn(
  { path, text }: SourceFile,
  rules: readonly (readonly [RegExp, string])[],
  says: string,
): Violation[] {
  return rules.flatMap(([word, advice]) =>
    [...text.matchAll(word)].map((match) => ({
      path,
      line: text.slice(0, match.index).split('\n').length,
      rule: `"${match[0].replace(/\s+/g, ' ')}" ${says}: ${advice}`,
    })),
  );
}

/** Retired words in these texts. Stored values and error codes are written with `_` (`sync.far_side_failing`) and stay. */
export function wordFaults(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [
    ...faultsIn(file, retired, 'is retired'),
    ...(isForUsers(file)
      ? faultsIn({ path: file.path, text: withoutComments(file.text) }, forUsers, 'is not for users')
      : []),
    ...(isDocument(file) ? faultsIn(file, inDocuments, 'is not for documents') : []),
    ...(isRead(file)
      ? faultsIn({ path: file.path, text: commentsOf(file.text) }, inComments, 'was given up')
      : []),
  ]);
}
