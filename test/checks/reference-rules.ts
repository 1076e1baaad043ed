import { posix } from 'node:path';
import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

/** Documents that are nobody's to read here: what they said is in the READMEs. */
const elsewhere =
  /\b(?:ARCHITECTURE|STYLE\.md|UI\.md|apple-health-export|trendy-backend|atlas-proxy|issue \d+)\b/g;

const section = String.raw`§\d+(?:\.\d+)*`;
const sections = String.raw`${section}(?:(?:,|,?\s+and)\s+${section})*`;
/** `outbox/README`, with the sections that follow it; a link to the file is another matter. */
const mention = new RegExp(String.raw`(?<![\w./-])((?:[\w-]+/)+)README(?!\.md|\w)(?:\s+(${sections}))?`, 'g');
/** What numbers its sections itself and is to be had anywhere. */
const standard = new RegExp(
  String.raw`(?:RFC \d+|XML 1\.0|OpenID Connect Core|Debian Policy|Content Security Policy Level \d|sqlite\.org/\w+\.html)\s+${sections}`,
  'g',
);

interface Document {
  readonly path: string;
  readonly headings: readonly string[];
  readonly numbers: ReadonlySet<string>;
  readonly slugs: ReadonlySet<string>;
}

/**
 * Dead references. `X/README §n` and `X/README, Heading` mean the one README.md of the folder whose path ends with X, and a heading of it; a § without a
 * document is one of the README that it stands in, or a standard's. Relative links in Markdown lead to a file or folder and, with `#`,
 * to a heading. A source file that a comment or a README of `src` names is there, and so is a name of the code that such a README writes in backticks. `files`: texts, Markdown among them. `exists`: of a path from the root, whether there is such a file or folder.
 */
export function referenceFaults(
  files: readonly SourceFile[],
  exists: (path: string) => boolean,
): Violation[] {
  const documents = new Map(
    files.filter(({ path }) => path.endsWith('.md')).map((file) => [file.path, documentOf(file)]),
  );
  const names = namesIn(files);
  return files.flatMap((file) => {
    const faults: Violation[] = [];
    const say = (index: number, rule: string) =>
      faults.push({ path: file.path, line: file.text.slice(0, index).split('\n').length, rule });
    sayMentions(file, documents, say);
    sayFiles(file, files, say);
    sayNames(file, names, say);
    const own = documents.get(file.path);
    if (own) sayLinks(file, own, documents, exists, say);
    return faults;
  });
}

type Say = (index: number, rule: string) => void;
type Documents = ReadonlyMap<string, Document>;

function sayMentions({ path, text }: SourceFile, documents: Documents, say: Say): void {
  const flat = withoutBreaks(text);
  for (const match of flat.matchAll(elsewhere))
    say(match.index, `${match[0]} is no document of this repository: say the reason, or name a README`);
  const covered: [number, number][] = [...flat.matchAll(standard)].map((match) => spanOf(match));
  for (const match of flat.matchAll(mention)) {
    const [whole, folder = '', numbers = ''] = match;
    covered.push(spanOf(match));
    const found = readmeOf(folder, documents);
    if (typeof found === 'string') {
      say(match.index, found);
      continue;
    }
    for (const [, number = ''] of numbers.matchAll(/§([\d.]+)/g))
      if (!found.numbers.has(number)) say(match.index, `${found.path} has no section ${number}`);
    const [, named] = /^,\s+([A-Z][\s\S]{0,120})/.exec(flat.slice(match.index + whole.length)) ?? [];
    if (named === undefined || numbers !== '') continue;
    const words = named.replace(/\s+/g, ' ');
    if (!found.headings.some((heading) => begins(words, heading)))
      say(match.index, `${found.path} has no heading "${words.split(/[;:.)]/)[0]}"`);
  }
  const own = documents.get(path);
  for (const match of flat.matchAll(/§(\d+(?:\.\d+)*)?/g)) {
    if (covered.some(([from, to]) => from <= match.index && match.index < to)) continue;
    const [, number] = match;
    // A README may speak of the sign, as this one does.
    if (number === undefined) continue;
    if (own === undefined) say(match.index, `§${number} of which document? Write X/README §${number}`);
    else if (!own.numbers.has(number)) say(match.index, `${own.path} has no section ${number}`);
  }
}

/** `sync-engine.ts`, `outbox/states.ts`: the end of a path. `its http.ts` is a library's, NAME stands for one. */
const sourceFile = /(?<![\w./*-]|\bits )(?:[\w-]+\/)*[\w-]+\.tsx?\b(?!\.\w)/g;
const placeholder = /\b(?:NAME|NNNN)\b/;
/** The comments of migrations, which are never edited. */
const frozen = /^src\/core\/db\/(?:README\.md$|migrations\/)/;

function sayFiles({ path, text }: SourceFile, files: readonly SourceFile[], say: Say): void {
  if (!path.startsWith('src/') || frozen.test(path)) return;
  const isProse = path.endsWith('.md');
  const said = isProse ? /(?<=`)[^`\n]+(?=`)/g : /^\s*(?:\/\*|\*|\/\/).*|\s\/\/ .*/gm;
  for (const part of (isProse ? withoutFences(text) : text).matchAll(said))
    for (const [name] of part[0].matchAll(sourceFile))
      if (!placeholder.test(name) && !files.some((file) => `/${file.path}`.endsWith(`/${name}`)))
        say(part.index, `there is no ${name}`);
}

/** `maxAttempts`, `ChunkStore`: a word with a capital within. Not a part of a file's name or an address. */
const codeName = /(?<![\w$@/-])[A-Za-z]+[a-z0-9][A-Z]\w*(?![\w/-])/g;
/** Names of Apple's frameworks, of the phone's code and of libraries; and those that are listed because nothing has them any longer. */
const foreign =
  /^(?:HK\w+|strictStartDate|discreteEquivalentContinuousLevel|activityMoveMode|localIdentifier|DataframeReader|functionalStrengthTraining|highIntensityIntervalTraining|swimBikeRun|farPath|farContent)$/;

/** The names that the code of `src` uses; its comments don't count. */
function namesIn(files: readonly SourceFile[]): ReadonlySet<string> {
  const code = files.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.md'));
  return new Set(
    code.flatMap(({ text }) => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '').match(/\w+/g) ?? []),
  );
}

function sayNames({ path, text }: SourceFile, names: ReadonlySet<string>, say: Say): void {
  if (!path.startsWith('src/') || !path.endsWith('.md')) return;
  for (const part of withoutFences(text).matchAll(/`([^`\n]+)`/g))
    for (const [name] of part[0].matchAll(codeName))
      if (!foreign.test(name) && !names.has(name)) say(part.index, `nothing in src is called ${name}`);
}

function sayLinks(
  { path, text }: SourceFile,
  own: Document,
  documents: Documents,
  exists: (path: string) => boolean,
  say: Say,
): void {
  const prose = withoutCode(text);
  for (const match of prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)|\bsrc="([^"]+)"/g)) {
    const target = match[1] ?? match[2] ?? '';
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const linked =
      file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(file)));
    const place = linked.replace(/\/$/, '');
    if (file !== '' && !exists(place)) say(match.index, `${target} leads to nothing`);
    const document = file === '' ? own : documents.get(place);
    if (anchor && document && !document.slugs.has(anchor)) say(match.index, `${target}: no such heading`);
  }
}

/** The README that a short name means, or what is wrong with the name. */
function readmeOf(folder: string, documents: Documents): Document | string {
  const name = `${folder}README.md`;
  const exact = documents.get(name);
  if (exact) return exact;
  const found = [...documents.values()].filter(({ path }) => path.endsWith(`/${name}`));
  const [first] = found;
  if (found.length === 1 && first) return first;
  return found.length === 0
    ? `there is no ${name}`
    : `${name} may be ${found.map(({ path }) => path).join(' or ')}`;
}

function documentOf({ path, text }: SourceFile): Document {
  const headings: string[] = [];
  const numbers = new Set<string>();
  const slugs = new Set<string>();
  for (const [, title = ''] of withoutFences(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const [, number, rest] = /^(\d+(?:\.\d+)*)\.?\s+(.+)$/.exec(title) ?? [];
    if (number !== undefined) numbers.add(number);
    headings.push((rest ?? title).replaceAll('`', ''));
    slugs.add(slugOf(title, slugs));
  }
  return { path, headings, numbers, slugs };
}

/** As the forge makes them: a second heading of one text gets `-1`. */
function slugOf(title: string, taken: ReadonlySet<string>): string {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
  let unique = slug;
  for (let n = 1; taken.has(unique); n++) unique = `${slug}-${n}`;
  return unique;
}

/** `text` begins with these words, whole. */
function begins(text: string, words: string): boolean {
  return text.startsWith(words) && !/^\w/.test(text.slice(words.length));
}

/** Line breaks and the marks of comments as blanks, so that a reference may be wrapped; every index stays. */
function withoutBreaks(text: string): string {
  return text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/|--(?= ))?/g, (gap) => ' '.repeat(gap.length));
}

const blank = (code: string) => code.replace(/[^\n]/g, ' ');
const withoutFences = (text: string) => text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, blank);
const withoutCode = (text: string) => withoutFences(text).replace(/`[^`\n]*`/g, blank);

const spanOf = (match: RegExpExecArray): [number, number] => [match.index, match.index + match[0].length];
