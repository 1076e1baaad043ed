// How the app is packaged: `npm run package`. Paths are from the root of the checkout, or from this folder (`buildResources`).
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { appScheme } from '../src/main/deep-link.ts';
import { setFuses } from './fuses.ts';
import { checkPackedModules } from './native-modules.ts';
import { publishingWith } from './signing.ts';

const { mac, win, publish, updates } = publishingWith(process.env);
const root = join(import.meta.dirname, '..');
const textOf = (name: string) => readFileSync(join(root, name), 'utf8');
/** Squirrel.Mac installs nothing into an app that is not signed. */
const canUpdate = updates !== null && !(process.platform === 'darwin' && mac.identity === null);

/** Of a checkout, what the app is. Platform by platform: electron-builder takes a list of `files` for all of them and one more as two copies. */
const filesFor = (platform: NodeJS.Platform): string[] => [
  'out/{main,preload,renderer}/**',
  'resources/tray/*.png',
  ...(platform === 'win32' ? ['resources/tray/tray.ico'] : []),
  // Of windows on Linux.
  'resources/icons/512x512.png',
  'package.json',
  'LICENSE',
  '!**/*.map',
  // Part of the page and of the programs, which are built (electron.vite.config.ts).
  '!node_modules/{@auth0,browser-tabs-lock,csv-parse,dpop,es-cookie,lodash,zod}/**',
  // What better-sqlite3 is compiled from. Of its native modules (27 MB) it chooses by this name (its lib/binding.js).
  '!node_modules/better-sqlite3/{deps,src}/**',
  `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}.node)`,
  `!node_modules/@napi-rs/keyring-!(${platform}-*)/**`,
  '!node_modules/node-addon-api/**',
  // What the ciphers of age are compiled from, and types.
  '!node_modules/**/@noble/*/src/**',
  '!node_modules/**/@scure/base/index.ts',
  '!**/*.d.{mts,cts}',
];

/** An argument after `--` is a file or an address, never a switch of ours or of Chromium's (src/main/app-arguments.ts). */
const executableArgs = ['--'];

/**
 * A warning if the Electron of a folder isn't of the version that package.json asks for; null if it is. `stated`: the text of its file `version`,
 * empty without one. `wanted`: `^45.4.1`, so a later 45 will do.
 */
export function electronWarning(stated: string, wanted: string): string | null {
  const [, major, minor = '', patch = ''] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(stated.trim()) ?? [];
  const [, wantedMajor, wantedMinor = '', wantedPatch = ''] = /^\^?(\d+)\.(\d+)\.(\d+)/.exec(wanted) ?? [];
  const isLater =
    Number(minor) > Number(wantedMinor) ||
    (Number(minor) === Number(wantedMinor) && Number(patch) >= Number(wantedPatch));
  if (major !== undefined && major === wantedMajor && isLater) return null;
  const found = major === undefined ? 'an Electron of unknown version' : `Electron ${stated.trim()}`;
  return `Packaging ${found} from ELECTRON_OVERRIDE_DIST_PATH; package.json asks for ${wanted}.`;
}

/** An Electron that is here already, as in `npm start`: packed as the version that it says it is, with a warning if it's another one. */
function electronAlreadyHere(
  dist: string | undefined,
): Pick<Configuration, 'electronDist' | 'electronVersion'> {
  if (!dist) return {};
  const stated = join(dist, 'version');
  const version = existsSync(stated) ? readFileSync(stated, 'utf8').trim().replace(/^v/, '') : '';
  const warning = electronWarning(
    version,
    String(JSON.parse(textOf('package.json')).devDependencies.electron),
  );
  if (warning !== null) process.stderr.write(`${warning}\n`);
  return { electronDist: dist, ...(version === '' ? {} : { electronVersion: version }) };
}

/** What's new in `version`: the lines of its section in the changelog, each as one. Throws an Error when there is none, or nothing in it. */
export function releaseNotesOf(changelog: string, version: string): string {
  const [section] = changelog
    .split(/^## +/m)
    .slice(1)
    .filter((text) => text.split(/\s/, 1)[0] === version);
  const notes = section
    ?.slice(section.indexOf('\n'))
    .trim()
    .replace(/(?<=\S)\n +(?!- )/g, ' ');
  if (!notes) throw new Error(`The changelog says nothing of version ${version} (.github/CHANGELOG.md)`);
  return notes;
}

/** After packing: nothing is missing, and nothing of another platform or of Electron's own demonstration is there. */
export function tidyPacked(context: AfterPackContext): void {
  checkPackedModules(context);
  // What Electron shows without an app, in a folder that is packed as it is.
  rmSync(join(context.packager.getResourcesDir(context.appOutDir), 'default_app.asar'), { force: true });
}

const configuration: Configuration = {
  appId: 'app.healthrelay.desktop',
  productName: 'Health Relay',
  // GitHub puts dots where a file's name has spaces, and then the names in SHA256SUMS are none of the files (.github/workflows/release.yml).
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in
  artifactName: 'Health-Relay-${version}-${arch}.${ext}',
  copyright: 'Copyright © 2026 The Health Relay authors',
  directories: { output: 'dist', buildResources: 'resources' },
  // `smartUnpack` would put every file of a package with a native module beside the archive, where nothing vouches for it.
  asar: { smartUnpack: false },
  // The system loads a native module from a file of its own.
  asarUnpack: ['**/*.node'],
  // Both native modules come built, by Node-API, which Electron speaks too.
  npmRebuild: false,
  // Chromium's own words, and the panels of macOS, in each language of the app; Chromium takes English for what it has no file of.
  electronLanguages: ['en', 'de', 'fr', 'es', 'ja', 'zh-CN'],
  ...electronAlreadyHere(process.env['ELECTRON_OVERRIDE_DIST_PATH']),
  afterPack: async (context) => {
    tidyPacked(context);
    await setFuses(context);
  },
  publish,
  // Into latest….yml, from where the app says it before it fetches a version; without it, "New in 0.2.0" would never be shown.
  releaseInfo: {
    releaseNotes: releaseNotesOf(
      textOf('.github/CHANGELOG.md'),
      String(JSON.parse(textOf('package.json')).version),
    ),
  },
  protocols: [{ name: 'Health Relay sign-in', schemes: [appScheme], role: 'Viewer' }],
  // Only the static runtime starts where libfuse2 is gone.
  toolsets: { appimage: '1.0.3' },

  mac: {
    ...mac,
    files: filesFor('darwin'),
    // Squirrel.Mac installs an update from a zip.
    target: publish === null ? ['dmg'] : ['dmg', 'zip'],
    icon: 'icons/icon.icns',
    category: 'public.app-category.healthcare-fitness',
    entitlements: 'resources/entitlements.plist',
    entitlementsInherit: 'resources/entitlements.plist',
    extendInfo: {
      // "Open with" and the dock icon take the export in each form, and nothing is opened with the app by default (Launch Services Keys).
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'Health export',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: ['public.zip-archive', 'public.xml', 'public.folder'],
        },
      ],
    },
  },

  win: { ...win, files: filesFor('win32'), target: ['nsis'], icon: 'icons/icon.ico' },
  // "Open with" is in installer.nsh: electron-builder's own association would open every zip with the app.
  nsis: {
    oneClick: true,
    perMachine: false,
    deleteAppDataOnUninstall: false,
    include: 'resources/installer.nsh',
  },

  linux: {
    files: filesFor('linux'),
    target: ['AppImage', 'deb'],
    icon: 'icons',
    executableName: 'health-relay',
    // The desktop file is named as package.json's `desktopName` says, which is the name that windows and notifications carry.
    syncDesktopName: true,
    category: 'Utility',
    synopsis: 'Keeps the Health app’s export as a local history',
    // A package must name a maintainer (Debian Policy §5.6.2); RFC 2606 keeps .invalid for addresses that are none.
    maintainer: 'The Health Relay authors <authors@health-relay.invalid>',
    // No `mimeTypes`: where nothing else is the default for zips, as on Xfce, a desktop would open them all with the app. It takes files
    // that are dropped or chosen.
    executableArgs,
  },
  deb: {
    // As Debian names packages.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills it in
    artifactName: '${name}_${version}_${arch}.${ext}',
    // electron-builder's own, and what it leaves out: better-sqlite3 is built against glibc 2.34, and Chromium loads the last two.
    depends: [
      'libgtk-3-0',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0',
      'libuuid1',
      'libsecret-1-0',
      'libc6 (>= 2.34)',
      'libgbm1',
      'libasound2t64 | libasound2',
    ],
  },
  // No --no-sandbox of ours. AppRun itself adds it where `unshare -Ur true` fails, as on Ubuntu from 23.10 on (app-builder-lib,
  // out/targets/appimage/appImageUtil.js): the app then says so in Settings and its diagnostics. The deb has an AppArmor profile.
  appImage: { executableArgs },
  extraMetadata: { homepage: 'https://health-relay.invalid/', ...(canUpdate ? { updates } : {}) },
};

export default configuration;
