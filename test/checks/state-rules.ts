import { withoutComments } from './imports.ts';
import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

/** The state machine of the outbox, and what made and filled the tables before it. */
const mayWrite = /^src\/core\/(?:outbox\/states\.ts$|db\/migrations\/)/;
const rule =
  'only core/outbox/states.ts writes the state of a chunk or a mutation: use prepareChange or prepareNew';

/** What `literalsOf` leaves of an expression that is put into a template. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of another file
const hole = '${}';
const tables = String.raw`(?:["'\[]?(chunk|mutation)\b["'\]]?|\$\{\})`;
const update = new RegExp(
  String.raw`\bUPDATE\s+(?:OR\s+\w+\s+)?(?:main\.)?${tables}(?:\s+AS\s+\w+|\s+INDEXED\s+BY\s+\w+)*\s+SET\b([\s\S]*)`,
  'i',
);
const insert = new RegExp(
  String.raw`\b(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO\s+(?:main\.)?${tables}\s*(\([^)]*\))?`,
  'i',
);

/**
 * Statements that write `state` of `chunk` or `mutation` outside the state machine of the outbox. A table or a column that is put in
 * when the statement is made counts as one of those if it may be.
 */
export function stateWrites(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => /^src\/.*\.(?:tsx?|cjs)$/.test(path) && !mayWrite.test(path))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text);
      return literalsOf(code)
        .filter((literal) => literal.text.split(';').some(writesState))
        .map(({ index }) => ({ path, line: code.slice(0, index).split('\n').length, rule }));
    });
}

function writesState(statement: string): boolean {
  const [, table, set = ''] = update.exec(statement) ?? [];
  if (set !== '' && setsState(set, table !== undefined)) return true;
  const [isInsert, into, columns = ''] = insert.exec(statement) ?? [];
  // Every row of the two has a state.
  return isInsert !== undefined && (into !== undefined || /[(,]\s*["[]?state\b/i.test(columns));
}

/** `isOurs`: the table is one of the two, so that a column that is put in may be the state. */
function setsState(set: string, isOurs: boolean): boolean {
  // (state, code) = ('queued', NULL) sets both; what else stands in parentheses only reads.
  let list = set.replace(/\(([^()]*)\)\s*=/g, (_, columns: string) =>
    columns.replaceAll(',', ' = 0,').concat(' ='),
  );
  for (let before = ''; before !== list; ) [before, list] = [list, list.replace(/\([^()]*\)/g, '0')];
  const [assigned = ''] = list.split(/\b(?:FROM|WHERE|RETURNING)\b/i);
  return assigned.split(',').some((part) => {
    const column = part.trim();
    return /^["[]?state\b/i.test(column) || (isOurs && column.startsWith(hole));
  });
}

interface Literal {
  readonly text: string;
  readonly index: number;
}

/** Strings and templates of a source without comments. Those that are added to one another are one; one within a template stands for itself. */
function literalsOf(code: string): Literal[] {
  const found: (Literal & { readonly end: number })[] = [];
  const add = (text: string, index: number, end: number) => {
    const last = found.at(-1);
    if (last && last.end < index && /^\s*\+\s*$/.test(code.slice(last.end, index)))
      found[found.length - 1] = { text: last.text + text, index: last.index, end };
    else found.push({ text, index, end });
  };
  for (let at = 0; at < code.length; at++) {
    const quote = code[at];
    if (quote !== "'" && quote !== '"' && quote !== '`') continue;
    const end = quote === '`' ? endOfTemplate(code, at) : endOfString(code, at);
    const inner = code.slice(at + 1, end - 1);
    if (quote !== '`') add(inner, at, end);
    else {
      const { text, holes } = withHoles(inner);
      for (const part of holes)
        found.push(...literalsOf(part).map((one) => ({ ...one, index: at, end: at })));
      add(text, at, end);
    }
    at = end - 1;
  }
  return found;
}

function endOfString(code: string, from: number): number {
  let at = from + 1;
  while (at < code.length && code[at] !== code[from] && code[at] !== '\n') at += code[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Behind the template that begins at `from`. */
function endOfTemplate(code: string, from: number): number {
  let at = from + 1;
  while (at < code.length && code[at] !== '`') {
    if (code.startsWith('${', at)) at = endOfHole(code, at);
    else at += code[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

/** Behind the `${…}` that begins at `from`. */
function endOfHole(code: string, from: number): number {
  let at = from + 2;
  for (let depth = 1; at < code.length; ) {
    const sign = code[at];
    if (sign === '`') at = endOfTemplate(code, at);
    else if (sign === "'" || sign === '"') at = endOfString(code, at);
    else {
      at++;
      if (sign === '{') depth++;
      if (sign === '}' && --depth === 0) break;
    }
  }
  return at;
}

function withHoles(inner: string): { text: string; holes: string[] } {
  const holes: string[] = [];
  let text = '';
  for (let at = 0; at < inner.length; ) {
    if (inner.startsWith('${', at)) {
      const end = endOfHole(inner, at);
      holes.push(inner.slice(at + 2, end - 1));
      text += hole;
      at = end;
    } else text += inner[at++];
  }
  return { text, holes };
}
