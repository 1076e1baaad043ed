import { dirname, join } from 'node:path/posix';
import type { SourceFile } from './source-files.ts';

interface StyleFault {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

/** The classes of a CSS module, each with its first line; those in `:global(…)` belong to others. */
function classesOf(text: string): Map<string, number> {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/:global\([^)]*\)/g, blank);
  const found = new Map<string, number>();
  // What stands before a brace is a selector; a declaration ends with a semicolon or a closing brace.
  for (const { 0: selector, index } of plain.matchAll(/[^{};]+(?=\{)/g))
    for (const { 1: name = '', index: at } of selector.matchAll(/\.([A-Za-z_][\w-]*)/g))
      if (!found.has(name)) found.set(name, lineAt(plain, index + at));
  return found;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** What scripts take of a module. */
interface Taken {
  readonly names: Set<string>;
  /** `styles[`tone${tone}`]` takes every class that begins so. */
  readonly beginnings: Set<string>;
  /** `styles[look]`: a class that some script has as a value. */
  isComputed: boolean;
}

const nothingTaken = (): Taken => ({ names: new Set(), beginnings: new Set(), isComputed: false });

/**
 * CSS modules whose scripts ask for a class that isn't there, and classes that no script asks for. Where a script computes the name, a class counts as
 * used if any script has it as a text or a key. `files`: everything that the names may come from, `path:line` of each fault in it.
 */
export function styleFaults(files: readonly SourceFile[]): StyleFault[] {
  const sheets = new Map(
    files.filter(({ path }) => path.endsWith('.module.css')).map(({ path, text }) => [path, classesOf(text)]),
  );
  const takenOf = new Map<string, Taken>();
  const scripts = files.filter(({ path }) => /\.tsx?$/.test(path));
  const faults: StyleFault[] = [];
  for (const { path, text } of scripts) {
    for (const [, local = '', from = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      const sheet = join(dirname(path), from);
      const classes = sheets.get(sheet) ?? new Map<string, number>();
      const taken = takenOf.get(sheet) ?? nothingTaken();
      takenOf.set(sheet, taken);
      const uses = new RegExp(`(?<![\\w.])${local}\\[(?:'([^']*)'\\]|\`([^$\`]+)\\$)?`, 'g');
      for (const { 1: name, 2: beginning, index } of text.matchAll(uses)) {
        const isMissing =
          name !== undefined
            ? !classes.has(name)
            : beginning !== undefined && ![...classes.keys()].some((one) => one.startsWith(beginning));
        if (isMissing)
          faults.push({
            path,
            line: lineAt(text, index),
            rule: `${sheet} has no class ${name ?? beginning}`,
          });
        if (name !== undefined) taken.names.add(name);
        else if (beginning !== undefined) taken.beginnings.add(beginning);
        else taken.isComputed = true;
      }
    }
  }
  const isValue = (name: string) => {
    const value = new RegExp(`['"]${name}['"]|(?<![\\w-])${name}\\??:`);
    return scripts.some(({ text }) => value.test(text));
  };
  for (const [path, classes] of sheets) {
    const { names, beginnings, isComputed } = takenOf.get(path) ?? nothingTaken();
    for (const [name, line] of classes) {
      const isTaken = names.has(name) || [...beginnings].some((one) => name.startsWith(one));
      if (!isTaken && !(isComputed && isValue(name)))
        faults.push({ path, line, rule: `no script uses the class ${name}` });
    }
  }
  return faults;
}
