import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { License } from '../src/shared/page/asset-path.ts';

/** What a package says of itself, as far as it matters here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Of a file below `node_modules`, the name of its package; null for any other file. */
export function packageOf(path: string): string | null {
  const [, inside] = /.*[\\/]node_modules[\\/](.+)$/.exec(path) ?? [];
  if (inside === undefined) return null;
  return inside
    .split(/[\\/]/)
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A package's own words; the text is '' where it brings no file of its license. */
export function licenseIn(folder: string): License {
  const { name, version, license } = manifestIn(folder);
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)([.-].*)?$/i.test(each));
  return {
    name,
    version,
    license: (typeof license === 'string' ? license : license?.type) ?? 'not stated',
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim(),
  };
}

/** The packages that the program itself loads when it runs, and theirs: those packed below `node_modules`. */
function installedFor(root: string, names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    const folder = join(root, 'node_modules', name);
    // One for another platform is not here.
    if (found.has(name) || !existsSync(folder)) continue;
    found.add(name);
    installedFor(root, Object.keys(manifestIn(folder).dependencies ?? {}), found);
  }
  return found;
}

/**
 * Two plugins for one build. `programs` notes the packages that are built into a program; `page`, whose build comes last, writes `licenses.json`
 * beside the page: of these, of those that are built into the page or packed for the programs, and of Electron. Chromium's own list is a file that
 * Electron brings (LICENSES.chromium.html).
 */
export function licenses(root: string): { readonly programs: Plugin; readonly page: Plugin } {
  const built = new Set<string>();
  const note = (bundle: OutputBundle) => {
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue;
      for (const path of output.moduleIds) {
        const name = packageOf(path);
        if (name !== null) built.add(name);
      }
    }
  };
  return {
    programs: {
      name: 'health-relay-licenses-of-programs',
      generateBundle: (_options, bundle) => note(bundle),
    },
    page: {
      name: 'health-relay-licenses',
      generateBundle(_options, bundle) {
        note(bundle);
        const names = installedFor(root, Object.keys(manifestIn(root).dependencies ?? {}));
        const listed = ['electron', ...[...new Set([...names, ...built])].sort()].map((name) =>
          licenseIn(join(root, 'node_modules', name)),
        );
        this.emitFile({ type: 'asset', fileName: 'licenses.json', source: JSON.stringify(listed) });
      },
    },
  };
}

type OutputBundle = Parameters<Extract<Plugin['generateBundle'], (...given: never) => unknown>>[1];
