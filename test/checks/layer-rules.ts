import { posix } from 'node:path';
import { type Import, importsOf, withoutComments } from './imports.ts';
import type { SourceFile } from './source-files.ts';

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

const maxLines = 400;
const vagueNames = /(^|[-.])(utils?|helpers?|manager)([-.]|$)/;
const kebabCase = /^(README\.md|[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|cjs|css|html|svg|json))$/;

/** Who may import whom (src/README, Layers). An entry ending in `/` is a folder. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  shared: ['src/shared/'],
  core: ['src/core/', 'src/shared/'],
  data: ['src/data/', 'src/core/', 'src/shared/'],
  main: ['src/main/', 'src/data/protocol/', 'src/shared/'],
  headless: ['src/headless/', 'src/data/protocol/', 'src/shared/'],
  cli: ['src/headless/cli', 'src/data/', 'src/core/', 'src/shared/'],
  preload: ['src/preload/', 'src/shared/ipc-channels.ts', 'src/shared/contract/'],
  renderer: ['src/renderer/', 'src/shared/'],
};

/** The rooms of core, each with those it may import beside itself (src/README, Layers). These stand above it, so no two import each other. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  healthkit: [],
  'secret-store': [],
  db: ['healthkit'],
  log: ['db'],
  ndjson: ['db', 'healthkit'],
  network: ['secret-store'],
  profile: ['db', 'network', 'secret-store'],
  events: ['db', 'healthkit'],
  outbox: ['db', 'events', 'ndjson', 'network', 'profile'],
  session: ['db', 'network', 'outbox', 'profile', 'secret-store'],
  targets: ['db', 'ndjson', 'network', 'outbox', 'profile', 'session'],
  history: ['db', 'events', 'healthkit', 'network', 'outbox', 'profile'],
  import: ['db', 'events', 'healthkit', 'history', 'profile'],
  export: ['db', 'events', 'history'],
};

/** Packages, `node:` modules included, that an area may name at all; areas not listed may name any but those of others. */
const packages: Readonly<Record<string, (name: string) => boolean>> = {
  shared: (name) => name === 'zod' || name === 'intl-messageformat',
  core: (name) => name !== 'electron' && !name.startsWith('react'),
  data: (name) => name !== 'electron' && !name.startsWith('react'),
  headless: (name) => name.startsWith('node:') || name === 'zod',
  cli: (name) => name.startsWith('node:') || name === 'zod',
  main: (name) =>
    name.startsWith('node:') || name === 'zod' || name === 'electron' || /^electron-updater(\/|$)/.test(name),
  preload: (name) => name === 'electron',
  renderer: (name) => !name.startsWith('node:') && name !== 'electron' && name !== 'better-sqlite3',
};

/** Everything in these files that the folder rules forbid (src/README, Layers), in their order. */
export function findViolations(files: readonly SourceFile[]): Violation[] {
  return [
    ...files.flatMap((file) => [...nameViolations(file), ...textViolations(file), ...importViolations(file)]),
    ...circleViolations(files),
  ];
}

/** Files that load each other, directly or through others. Types are gone at run time, and may. */
function circleViolations(files: readonly SourceFile[]): Violation[] {
  const known = new Set(files.map(({ path }) => path));
  const loads = new Map(
    files
      .filter(({ path }) => /\.tsx?$/.test(path))
      .map(({ path, text }) => [path, loadsOf(path, text).filter((target) => known.has(target))] as const),
  );
  const found: Violation[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) {
      found.push({ path, line: 1, rule: `a circle: ${[...way.slice(at), path].join(' → ')}` });
      return;
    }
    if (done.has(path)) return;
    for (const target of loads.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of loads.keys()) visit(path, []);
  return found;
}

/** An address names the file of another thread or process, which loads it by itself. */
function loadsOf(path: string, text: string): string[] {
  return importsOf(text.replace(/\bnew\s+URL\(/g, 'address('))
    .filter(({ specifier, isTypeOnly }) => !isTypeOnly && specifier.startsWith('.'))
    .map(({ specifier }) => posix.normalize(posix.join(posix.dirname(path), specifier)));
}

function nameViolations({ path }: SourceFile): Violation[] {
  const name = posix.basename(path);
  const found: Violation[] = [];
  const say = (rule: string) => found.push({ path, line: 1, rule });
  if (path.split('/').some((part) => vagueNames.test(part)))
    say('a name says what a file holds: no utils, helpers, manager');
  if (!kebabCase.test(name)) say('file names are kebab-case');
  if (areaOf(path) === null && path !== 'src/README.md') say('src/ has no such folder (src/README, Layers)');
  return found;
}

function textViolations({ path, text }: SourceFile): Violation[] {
  if (!/\.tsx?$/.test(path)) return [];
  const found: Violation[] = [];
  const lines = text.replace(/\n$/, '').split('\n').length;
  if (lines > maxLines) found.push({ path, line: maxLines + 1, rule: `${lines} lines; at most ${maxLines}` });
  const code = withoutComments(text).split('\n');
  for (const [index, line] of code.entries()) {
    const isDefault = /^\s*export\s+default\b/.test(line) || /\bas\s+default\b/.test(line);
    if (isDefault) found.push({ path, line: index + 1, rule: 'named exports only' });
  }
  return found;
}

function importViolations(file: SourceFile): Violation[] {
  const area = areaOf(file.path);
  if (area === null || !/\.tsx?$/.test(file.path)) return [];
  return importsOf(file.text).flatMap((imported) => {
    const rule = brokenRule(file.path, area, imported);
    return rule === null ? [] : [{ path: file.path, line: imported.line, rule }];
  });
}

function brokenRule(path: string, area: string, { specifier, isTypeOnly }: Import): string | null {
  if (!specifier.startsWith('.')) {
    if (specifier.startsWith('/') || specifier.startsWith('file:')) return `${specifier}: an absolute path`;
    return packages[area]?.(specifier) ? null : `${area} may not import ${specifier}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  const mayImport = allowed[area] ?? [];
  // Through the CLI a host would reach the core.
  const isBackDoor = area === 'headless' && target.startsWith('src/headless/cli');
  if (isBackDoor || !mayImport.some((prefix) => target.startsWith(prefix)))
    return `${area} may not import ${target}`;
  if (area === 'preload' && target.startsWith('src/shared/contract/') && !isTypeOnly) {
    return 'preload takes only types from the contract';
  }
  const [room, otherRoom] = [roomOf(path), roomOf(target)];
  if (room !== null && otherRoom !== null && room !== otherRoom && !rooms[room]?.includes(otherRoom))
    return `core/${room} may not import core/${otherRoom}`;
  const [own, other] = [featureOf(path), featureOf(target)];
  return own !== null && other !== null && own !== other
    ? `feature ${own} may not import feature ${other}`
    : null;
}

/** The CLI is the one host that runs the data program in itself. */
function areaOf(path: string): string | null {
  if (path.startsWith('src/headless/cli/') || path === 'src/headless/cli.ts') return 'cli';
  const area = path.split('/')[1] ?? '';
  return Object.hasOwn(allowed, area) && area !== 'cli' ? area : null;
}

const roomOf = (path: string): string | null => /^src\/core\/([^/]+)\//.exec(path)?.[1] ?? null;

function featureOf(path: string): string | null {
  return /^src\/renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null;
}
