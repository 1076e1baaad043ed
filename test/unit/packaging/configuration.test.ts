import { generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, test } from 'vitest';
import configuration, {
  electronWarning,
  releaseNotesOf,
} from '../../../resources/electron-builder.config.ts';
import { icnsOf, icoOf } from '../../../resources/icons/icon-files.ts';
import { checkNativeModules } from '../../../resources/native-modules.ts';
import { reasonOf } from '../../../resources/packaging-failure.ts';
import { publishingWith, signUpdates } from '../../../resources/signing.ts';
import { appScheme } from '../../../src/main/deep-link.ts';

const resources = join(import.meta.dirname, '../../../resources');
const bytesOf = (name: string) => readFileSync(join(resources, name));

test('electron-builder takes the configuration, and refuses a wrong one', async () => {
  await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.toBeUndefined();
  const wrong = { ...configuration, linux: { ...configuration.linux, catgory: 'Utility' } };
  await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(
    /configuration\.linux should be/,
  );
});

test('no package has a space in its name, which GitHub would replace: checksums are of names too', () => {
  const { artifactName, mac, dmg, win, nsis, linux, appImage, deb } = configuration;
  const own = [artifactName, mac, dmg, win, nsis, linux, appImage, deb].map((part) =>
    part === null || typeof part !== 'object' ? part : part.artifactName,
  );
  const named = own.filter((name) => name !== undefined && name !== null);
  expect(named).toContain(artifactName);
  const { name, version } = JSON.parse(readFileSync(join(resources, '../package.json'), 'utf8'));
  const values: Record<string, string> = { name, version, arch: 'x64', ext: 'exe' };
  for (const pattern of named)
    expect(pattern.replace(/\$\{(\w+)\}/g, (_, key: string) => values[key] ?? ' ')).toMatch(/^[\w.-]+$/);
});

test.each([
  ['45.4.1', null],
  ['v45.5.0\n', null],
  ['45.4.0', /Electron 45\.4\.0 .* asks for \^45\.4\.1/],
  ['33.2.1', /Electron 33\.2\.1 /],
  ['46.0.0', /Electron 46\.0\.0 /],
  ['', /unknown version/],
])(
  'packaging an Electron %j from a folder warns unless it is the version of package.json',
  (stated, warning) => {
    const found = electronWarning(stated, '^45.4.1');
    if (warning === null) expect(found).toBeNull();
    else expect(found).toMatch(warning);
  },
);

test("a release says what's new in its version: that section of the changelog, each line whole", () => {
  const { version } = JSON.parse(readFileSync(join(resources, '../package.json'), 'utf8'));
  const changelog = readFileSync(join(resources, '../.github/CHANGELOG.md'), 'utf8');
  const notes = configuration.releaseInfo?.releaseNotes ?? '';
  expect(notes).toBe(releaseNotesOf(changelog, version));
  expect(notes.split('\n').length).toBeGreaterThan(0);
  for (const line of notes.split('\n')) {
    expect(line).toMatch(/^- \S/);
    expect(changelog.replace(/\s+/g, ' ')).toContain(line);
  }
  const made =
    '# Changelog\n\n## Unreleased\n\n- Later.\n\n## 0.2.0, 2027-01-02\n\n- Finds\n  more.\n- Faster.\n\n## 0.2.0-beta\n\n- Old.\n';
  expect(() => releaseNotesOf(made, '0.2.0')).toThrow(/says nothing of version 0\.2\.0/);
  const release = made.replace('0.2.0,', '0.2.0');
  expect(releaseNotesOf(release, '0.2.0')).toBe('- Finds more.\n- Faster.');
  expect(releaseNotesOf(release, '0.2.0-beta')).toBe('- Old.');
  expect(() => releaseNotesOf(release, '0.3.0')).toThrow(/says nothing of version 0\.3\.0/);
  expect(() => releaseNotesOf('## 0.3.0\n\n## 0.2.0\n\n- Old.\n', '0.3.0')).toThrow(/says nothing/);
});

test('one scheme and one name for the system, on every platform', () => {
  expect(configuration.protocols).toEqual([
    { name: 'Health Relay sign-in', schemes: [appScheme], role: 'Viewer' },
  ]);
  const { desktopName } = JSON.parse(readFileSync(join(resources, '../package.json'), 'utf8'));
  expect(desktopName).toBe(`${configuration.appId}.desktop`);
  expect(readFileSync(join(resources, '../src/main/index.ts'), 'utf8')).toContain(
    `setAppUserModelId('${configuration.appId}')`,
  );
  expect(bytesOf('installer.nsh').toString()).toContain(`Classes\\${appScheme}"`);
});

test('the class of notifications is one, and goes with the app', () => {
  const [, toastClass = 'none'] =
    /const toastClass = '(\{[-\dA-F]{36}\})'/.exec(
      readFileSync(join(resources, '../src/main/index.ts'), 'utf8'),
    ) ?? [];
  expect(bytesOf('installer.nsh').toString()).toContain(
    `DeleteRegKey HKCU "Software\\Classes\\CLSID\\${toastClass}"`,
  );
});

test('the deb names the glibc that better-sqlite3 is built against', () => {
  const module = readFileSync(
    join(resources, `../node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`),
    'latin1',
  );
  const needed = [...module.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  expect(configuration.deb?.depends).toContain(`libc6 (>= 2.${Math.max(...needed)})`);
});

test('the export is opened with the app, and by nothing with the app alone', () => {
  expect(configuration.mac?.extendInfo.CFBundleDocumentTypes).toEqual([
    expect.objectContaining({
      CFBundleTypeRole: 'Viewer',
      LSHandlerRank: 'Alternate',
      LSItemContentTypes: ['public.zip-archive', 'public.xml', 'public.folder'],
    }),
  ]);
  expect(configuration.linux?.mimeTypes).toBeUndefined();
  // It would make the app what opens every zip on Windows.
  expect(configuration.fileAssociations).toBeUndefined();
  const script = bytesOf('installer.nsh').toString();
  expect(script).toContain('SupportedTypes" ".zip"');
  expect(script).toContain(`'"$appExe" -- "%1"'`);
});

test('the whole sandbox: nothing starts the app without it, and what is behind -- is no switch', () => {
  expect(JSON.stringify(configuration)).not.toContain('no-sandbox');
  expect(configuration.linux?.executableArgs).toEqual(['--']);
  expect(configuration.appImage?.executableArgs).toEqual(['--']);
  const entitlements = bytesOf('entitlements.plist').toString();
  expect(entitlements.match(/<key>[^<]*<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
});

test.each([
  ['linux', 'x64', ['linux-x64.node', 'keyring.linux-x64-gnu.node'], null],
  ['darwin', 'arm64', ['keyring.darwin-arm64.node', 'darwin-arm64.node'], null],
  ['win32', 'x64', ['win32-x64.node', 'keyring.win32-x64-msvc.node'], null],
  [
    'darwin',
    'arm64',
    ['darwin-arm64.node', 'keyring.linux-x64-gnu.node'],
    /not installed: keyring\.darwin-arm64\.node\./,
  ],
  [
    'win32',
    'arm64',
    [],
    /not installed: win32-arm64\.node, keyring\.win32-arm64-msvc\.node\..*--os=win32 --cpu=arm64/,
  ],
  [
    'linux',
    'x64',
    ['linux-x64.node', 'keyring.linux-x64-gnu.node', 'darwin-x64.node'],
    /other platforms.*darwin-x64/,
  ],
])('native modules for %s-%s: %j', (platform, arch, found, fault) => {
  const check = () => checkNativeModules(found, platform, arch);
  if (fault === null) expect(check).not.toThrow();
  else expect(check).toThrow(fault);
});

describe('signing', () => {
  const key = { APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' };
  test.each([
    ['nothing', {}, { mac: false, notarised: false, win: false }],
    ['a certificate for both', { CSC_LINK: 'c' }, { mac: true, notarised: false, win: true }],
    ['one of the keychain', { CSC_NAME: 'c' }, { mac: true, notarised: false, win: false }],
    ['one for Windows', { WIN_CSC_LINK: 'c' }, { mac: false, notarised: false, win: true }],
    ['keys of the notary alone', key, { mac: false, notarised: false, win: false }],
    ['both', { CSC_LINK: 'c', ...key }, { mac: true, notarised: true, win: true }],
    [
      'half of the keys',
      { CSC_LINK: 'c', APPLE_ID: 'a', APPLE_TEAM_ID: 't' },
      { mac: true, notarised: false, win: true },
    ],
    ['empty ones', { CSC_LINK: '', WIN_CSC_LINK: '' }, { mac: false, notarised: false, win: false }],
  ])('with %s', (_what, env, wanted) => {
    const { mac, win, publish } = publishingWith(env);
    expect({ mac: mac.identity !== null, notarised: mac.notarize, win: win.signExecutable }).toEqual(wanted);
    expect([mac.forceCodeSigning, win.forceCodeSigning, mac.hardenedRuntime]).toEqual([
      wanted.mac,
      wanted.win,
      true,
    ]);
    expect(publish).toBeNull();
  });

  test('updates come from https or from nowhere, and are signed', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const publishing = (url: string, given = key) =>
      publishingWith({ HEALTH_RELAY_UPDATES_URL: url, HEALTH_RELAY_UPDATES_KEY: given });
    const url = 'https://updates.example/app';
    expect(publishing(url)).toMatchObject({
      publish: { provider: 'generic', url },
      updates: { url, key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
    });
    for (const other of ['http://updates.example/', 'updates.example', 'file:///tmp'])
      expect(() => publishing(other)).toThrow(/no https address/);
    expect(() => publishing(url, '')).toThrow(/needs HEALTH_RELAY_UPDATES_KEY/);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const other = rsa.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    expect(() => publishing(url, other)).toThrow(/no Ed25519 key/);
    expect(publishingWith({ HEALTH_RELAY_UPDATES_KEY: key }).updates).toBeNull();

    const dir = mkdtempSync(join(tmpdir(), 'health-relay-signing-'));
    try {
      writeFileSync(join(dir, 'latest-linux.yml'), 'version: 1.2.3\n');
      writeFileSync(join(dir, 'builder-debug.yml'), 'x: 1\n');
      const env = { HEALTH_RELAY_UPDATES_URL: url, HEALTH_RELAY_UPDATES_KEY: key };
      expect(signUpdates(dir, env)).toEqual(['latest-linux.yml']);
      const signature = Buffer.from(readFileSync(join(dir, 'latest-linux.yml.sig'), 'utf8'), 'base64');
      expect(verify(null, Buffer.from('version: 1.2.3\n'), publicKey, signature)).toBe(true);
      expect(signUpdates(dir, {})).toEqual([]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('icons', () => {
  const png = bytesOf('icons/256x256.png');

  test('the files hold what they say', () => {
    const ico = bytesOf('icons/icon.ico');
    const count = ico.readUInt16LE(4);
    const sides = Array.from({ length: count }, (_, index) => ico.readUInt8(6 + 16 * index) || 256);
    expect(sides).toEqual([16, 24, 32, 48, 64, 128, 256]);
    expect(ico.subarray(ico.readUInt32LE(6 + 16 * (count - 1) + 12)).equals(png)).toBe(true);
    const icns = bytesOf('icons/icon.icns');
    expect(icns.subarray(0, 4).toString()).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(typesIn(icns).sort()).toEqual(['ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14']);
    expect(statSync(join(resources, 'icons/icon.icns')).size).toBeLessThan(150_000);
  });

  test('the tray of Windows has a picture for each scale, the one that Linux has, and goes into its package alone', () => {
    const ico = bytesOf('tray/tray.ico');
    const pictures = ['tray', 'tray@1.25x', 'tray@1.5x', 'tray@2x', 'tray@3x'].map((name) =>
      bytesOf(`tray/${name}.png`),
    );
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const [length, at] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
      return { side: ico.readUInt8(entry), picture: ico.subarray(at, at + length) };
    });
    expect(entries.map(({ side }) => side)).toEqual([16, 20, 24, 32, 48]);
    // Width of a PNG's IHDR chunk.
    expect(entries.map(({ picture }) => picture.readUInt32BE(16))).toEqual([16, 20, 24, 32, 48]);
    expect(entries.map(({ picture }, index) => pictures[index]?.equals(picture))).toEqual(
      Array(5).fill(true),
    );
    const { win, mac, linux } = configuration;
    const isPacked = [win, mac, linux].map((part) =>
      [part?.files].flat().includes('resources/tray/tray.ico'),
    );
    expect(isPacked).toEqual([true, false, false]);
  });

  test('an image lies where the directory says', () => {
    const ico = icoOf([
      { size: 16, png: Buffer.from('abc') },
      { size: 256, png: Buffer.from('defg') },
    ]);
    const at = (index: number) => ico.readUInt32LE(6 + 16 * index + 12);
    expect(ico.subarray(at(0), at(1)).toString()).toBe('abc');
    expect(ico.subarray(at(1)).toString()).toBe('defg');
    expect(typesIn(icnsOf([{ size: 32, png }]))).toEqual(['ic11']);
    expect(typesIn(icnsOf([{ size: 33, png }]))).toEqual([]);
  });

  function typesIn(icns: Buffer): string[] {
    const found: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      found.push(icns.subarray(at, at + 4).toString());
    return found;
  }
});

describe('what is said when nothing comes over the line', () => {
  const begun = '  • packaging       platform=linux arch=x64\n';
  const target = '  • building        target=AppImage arch=x64 file=dist/x\n';
  test.each([
    [
      `${begun}  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError: x\n    at y`,
      /^Cannot package: Electron’s binary could not be fetched \(getaddrinfo ENOTFOUND github\.com\)\. .*$/,
    ],
    [`${begun}  ⨯ Response code 403 (Forbidden)  failedTask=build\n`, /Electron’s binary .*403/],
    [
      `${begun}  ⨯ Native modules for win32-x64 are not installed: x.node.  failedTask=build stackTrace=Error: y\n    at z`,
      /^Cannot package: Native modules for win32-x64 are not installed: x\.node\.$/,
    ],
    [`${begun}${target}  ⨯ connect ECONNREFUSED 127.0.0.1:3128\n`, /a tool of electron-builder .*REFUSED/],
  ])('%j', (output, sentence) => {
    expect(reasonOf(output)).toMatch(sentence);
  });

  test.each([
    `${begun}  ⨯ Application entry file "out/main/index.js" in the "app.asar" does not exist.\n`,
    `${begun}ENOTFOUND in a line that is no failure\n`,
    '',
  ])('%j is told in its own words', (output) => {
    expect(reasonOf(output)).toBeNull();
  });
});
