import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { developmentMarks, pageFaults } from './page-rules.ts';

export interface BuildFacts {
  /** Of the main process as it is configured (electron.vite.config.ts), without `index`. */
  readonly entries: readonly string[];
  readonly policy: string;
}

/**
 * What is wrong with a build, and usually shows on a user's machine only. `appDir` holds package.json, `out` and a way to
 * node_modules: a checkout, or what is in app.asar. Loads the native modules.
 */
export function buildFaults(appDir: string, { entries, policy }: BuildFacts): string[] {
  return [
    ...preloadFaults(appDir),
    ...entryFaults(appDir, entries),
    ...importFaults(appDir),
    ...nativeFaults(appDir),
    ...pageFaults(join(appDir, 'out', 'renderer'), policy),
  ];
}

/** A sandboxed preload is one CommonJS file, and `require` knows nothing but electron there (Electron "Process Sandboxing"). */
function preloadFaults(appDir: string): string[] {
  const files = existsSync(join(appDir, 'out/preload')) ? readdirSync(join(appDir, 'out/preload')) : [];
  if (files.join() !== 'index.cjs')
    return [`out/preload holds ${files.join(', ') || 'nothing'}, not index.cjs alone`];
  const text = readFileSync(join(appDir, 'out/preload/index.cjs'), 'utf8');
  const found = [...text.matchAll(/\brequire\s*\(\s*(.*?)\s*\)/g)]
    .map(([, named = '']) => named)
    .filter((named) => named !== '"electron"' && named !== "'electron'")
    .map((named) => `the preload requires ${named}`);
  try {
    new Script(`(function(require,module,exports){${text}\n})`);
  } catch (error) {
    found.push(`the preload is no CommonJS: ${error instanceof Error ? error.message : error}`);
  }
  if (!/"preload",\s*"index\.cjs"/.test(mainFile(appDir, 'index.js')))
    found.push('the main process loads another preload');
  return found;
}

/** What is started beside the main process, by the names with which the code looks for it (src/data/main.ts, src/main/processes.ts). */
function entryFaults(appDir: string, entries: readonly string[]): string[] {
  const named = readdirSync(join(appDir, 'out/main'))
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => [
      ...mainFile(appDir, name).matchAll(/\bbeside\("([\w-]+)"\)|"main",\s*"([\w-]+)\.js"/g),
    ])
    .map(([, beside, joined]) => beside ?? joined ?? '');
  const missing = named
    .filter((name) => !existsSync(join(appDir, 'out/main', `${name}.js`)))
    .map((name) => `the code starts out/main/${name}.js, which is not there`);
  const unnamed = entries
    .filter((name) => !named.includes(name))
    .map((name) => `${name} is built and never started`);
  const unbuilt = named
    .filter((name) => !entries.includes(name))
    .map((name) => `${name} is started and never built`);
  const { main } = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as {
    readonly main?: string;
  };
  const own =
    main !== undefined && existsSync(join(appDir, main))
      ? []
      : [`package.json names ${main}, which is not there`];
  return [...own, ...missing, ...unnamed, ...unbuilt];
}

/** Each import of what runs under Node is there: a file beside it, or a package. */
function importFaults(appDir: string): string[] {
  const dir = join(appDir, 'out/main');
  const scripts = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  return scripts.flatMap((name) => {
    const text = mainFile(appDir, name);
    const require = createRequire(join(dir, name));
    const specifiers = [
      ...text.matchAll(/^(?:import|export)\b[^'"\n]*?["']([^'"\n]+)["']|\bimport\(["']([^'"\n]+)["']\)/gm),
    ]
      .map(([, named, lazy]) => named ?? lazy ?? '')
      .filter((specifier) => specifier !== 'electron' && !specifier.startsWith('node:'));
    const found = [...new Set(specifiers)]
      .filter((specifier) => !resolves(require, specifier))
      .map((specifier) => `out/main/${name} imports ${specifier}, which is not there`);
    return developmentMarks.test(text) ? [...found, `out/main/${name} is of a development server`] : found;
  });
}

/** Both are loaded as the data program and the keychain's thread load them. */
function nativeFaults(appDir: string): string[] {
  const require = createRequire(join(appDir, 'out/main/data.js'));
  return (['better-sqlite3', 'keytar'] as const).flatMap((name) => {
    try {
      const loaded = require(name);
      if (name === 'better-sqlite3') new loaded(':memory:').close();
      else if (typeof loaded.Entry !== 'function') return [`${name} has no Entry`];
      return [];
    } catch (error) {
      return [
        `${name} cannot be loaded: ${String(error instanceof Error ? error.message : error).split('\n')[0]}`,
      ];
    }
  });
}

function mainFile(appDir: string, name: string): string {
  return readFileSync(join(appDir, 'out/main', name), 'utf8');
}

function resolves(require: NodeJS.Require, specifier: string): boolean {
  try {
    require.resolve(specifier);
    return true;
  } catch (error) {
    // A package for `import` alone is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
