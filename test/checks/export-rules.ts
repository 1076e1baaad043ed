import { posix } from 'node:path';
import { withoutComments } from './imports.ts';
import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

interface Export {
  readonly name: string;
  readonly isType: boolean;
  readonly index: number;
}

/**
 * Exports that need no reader, each with the reason: calls and pushes are asked for by their names, and the list at the end of their file
 * is what is read.
 */
const isExcused = (path: string, rest: string) =>
  path.startsWith('src/shared/contract/') && /^\s*=\s*define(?:Call|Push)\(/.test(rest);

/** Stands for every name: of a namespace, and of a file that is loaded while the program runs. */
const everything = '*';
const declaration =
  /^export\s+(?:abstract\s+|async\s+)*(function\s*\*?|class|const|let|interface|type|enum)\s*([\w$]+)/gm;
const list = /^export\s+(type\s+)?\{([^}]*)\}/gm;
const named = /(?:^|\n)\s*(?:import|export)\s+(?:type\s+)?([\w$*{][^;'"`()=]*?)\s*from\s*'(\.[^'\n]+)'/g;
const dynamic = /(?:\{([^{}]*)\}\s*=\s*await\s+)?\bimport\s*\(\s*'(\.[^'\n]+)'/g;

/**
 * Exports of src that nothing in src imports. Two kinds may stay: a part that its own file uses and a test looks at, and a type that the
 * other declarations of its file need. `outside` holds what else imports from src: tests, and the scripts that build and package.
 */
export function unusedExports(files: readonly SourceFile[], outside: readonly SourceFile[]): Violation[] {
  const [inside, beyond] = [importedNames(files), importedNames(outside)];
  return files
    .filter(({ path }) => /^src\/.*\.tsx?$/.test(path) && !path.includes('/migrations/'))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text);
      const isRead = (by: ReadonlyMap<string, ReadonlySet<string>>, name: string) =>
        by.get(path)?.has(name) === true || by.get(path)?.has(everything) === true;
      return exportsOf(code).flatMap(({ name, isType, index }) => {
        if (isRead(inside, name) || isExcused(path, code.slice(code.indexOf(name, index) + name.length)))
          return [];
        const isTested = isRead(beyond, name);
        const uses = code.match(new RegExp(String.raw`(?<![\w$]|(?<!\.\.)\.)${name}(?![\w$])`, 'g')) ?? [];
        if (uses.length > 1 && (isType || isTested)) return [];
        const rule = isTested
          ? `only tests use ${name}: test what the program uses`
          : `nothing imports ${name}: ${uses.length > 1 ? 'do not export it' : 'delete it'}`;
        return [{ path, line: code.slice(0, index).split('\n').length, rule }];
      });
    });
}

function exportsOf(code: string): Export[] {
  const declared = [...code.matchAll(declaration)].map(({ 1: kind = '', 2: name = '', index }) => ({
    name,
    isType: kind === 'type' || kind === 'interface',
    index,
  }));
  const listed = [...code.matchAll(list)].flatMap(({ 1: type, 2: names = '', index }) =>
    namesIn(names).map(({ alias, isType }) => ({ name: alias, isType: isType || type !== undefined, index })),
  );
  return [...declared, ...listed];
}

/** What the files import and pass on, by the path of the file that it comes from. */
function importedNames(files: readonly SourceFile[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (importer: string, specifier: string, name: string) => {
    const path = posix.normalize(posix.join(posix.dirname(importer), specifier));
    const names = found.get(path) ?? new Set();
    found.set(path, names.add(name));
  };
  for (const { path, text } of files) {
    const code = withoutComments(text);
    for (const [, clause = '', specifier = ''] of code.matchAll(named)) {
      if (clause.includes(everything)) add(path, specifier, everything);
      for (const { name } of namesIn(/\{([^}]*)\}/.exec(clause)?.[1] ?? '')) add(path, specifier, name);
    }
    for (const [, names, specifier = ''] of code.matchAll(dynamic)) {
      if (names === undefined) add(path, specifier, everything);
      else for (const { name } of namesIn(names)) add(path, specifier, name);
    }
  }
  return found;
}

/** `a, type B, c as d`, and `c: d` of an import that is awaited. */
function namesIn(names: string): { name: string; alias: string; isType: boolean }[] {
  return names.split(',').flatMap((part) => {
    const [, type, name = '', alias = name] =
      /^(type\s+)?([\w$]+)(?:(?:\s+as|:)\s+([\w$]+))?$/.exec(part.trim()) ?? [];
    return name === '' ? [] : [{ name, alias, isType: type !== undefined }];
  });
}
