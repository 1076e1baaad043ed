/** One import of a source file. */
export interface Import {
  readonly specifier: string;
  /** `import type …`, `export type … from`, or `import('…')` in a type: gone at run time. */
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** Comments out, keeping line ends and strings, so that an example in a comment is no import. */
export function withoutComments(source: string): string {
  // A string, a template without nested templates, or a comment, whichever comes first. A regular expression with a
  // quote in it can fool this; imports stand above any of those.
  const pattern = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(pattern, (match) => (match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match));
}

const patterns: readonly { readonly pattern: RegExp; readonly isTypeOnly: (match: string) => boolean }[] = [
  // import x from '…', import { x } from '…', export * from '…', import type …
  {
    pattern:
      /(?:^|[;\n])\s*(?:import|export)\s+(type\s+)?(?:[\w$*{][^;'"`()=]*?\s*)?from\s*(['"])([^'"\n]+)\2/g,
    isTypeOnly: (match) => /^[;\s]*(?:import|export)\s+type\s+[\w${*]/.test(match),
  },
  // import '…'
  { pattern: /(?:^|[;\n])\s*import\s*()(['"])([^'"\n]+)\2/g, isTypeOnly: () => false },
  // import('…'), require('…'), import.meta.resolve('…'), new URL('….ts', import.meta.url)
  {
    pattern: /\b(?:import|require|import\.meta\.resolve)\s*\(\s*()(['"`])([^'"`\n]+)\2/g,
    isTypeOnly: () => false,
  },
  { pattern: /\bnew\s+URL\(\s*()(['"`])(\.[^'"`\n]+?)\2\s*,\s*import\.meta\.url/g, isTypeOnly: () => false },
];

/** Every import in a TypeScript source, static and dynamic, by where it stands. */
export function importsOf(source: string): Import[] {
  const text = withoutComments(source);
  const found: Import[] = [];
  for (const { pattern, isTypeOnly } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const specifier = match[3];
      if (specifier === undefined) continue;
      const before = text.slice(0, match.index + match[0].indexOf(specifier));
      found.push({ specifier, isTypeOnly: isTypeOnly(match[0]), line: before.split('\n').length });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}
