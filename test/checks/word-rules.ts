import type { SourceFile, Violation } from './layer-rules.ts';

/** A blank, or a line break with the mark of a comment after it. */
const gap = String.raw`(?:[ -]|\s*\n[ \t]*(?:\*(?!/)|//|--)?[ \t]*)`;

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
];

/** Retired words in these texts. Stored values and error codes are written with `_` (`sync.far_side_failing`) and stay. */
export function wordFaults(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, text }) =>
    retired.flatMap(([word, advice]) =>
      [...text.matchAll(word)].map((match) => ({
        path,
        line: text.slice(0, match.index).split('\n').length,
        rule: `"${match[0].replace(/\s+/g, ' ')}" is retired: ${advice}`,
      })),
    ),
  );
}
