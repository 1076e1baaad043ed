import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';
import { Arch } from 'electron-builder';

/** How @napi-rs/keyring calls a platform, behind its name and that of the processor. */
const keyringEndings: Readonly<Record<string, string>> = { darwin: '', win32: '-msvc', linux: '-gnu' };

/** The native modules of the app for one platform and processor, by file name, in order. */
export function nativeModulesOf(platform: string, arch: string): string[] {
  return [`${platform}-${arch}.node`, `keyring.${platform}-${arch}${keyringEndings[platform] ?? ''}.node`];
}

/**
 * Checks that the modules beside the archive are exactly those. Throws an Error: npm fetches @napi-rs/keyring for the system it runs on alone, so
 * an app packaged for another would look sound and have no keychain.
 */
export function checkNativeModules(found: readonly string[], platform: string, arch: string): void {
  const wanted = nativeModulesOf(platform, arch);
  const missing = wanted.filter((name) => !found.includes(name));
  const foreign = found.filter((name) => !wanted.includes(name));
  if (missing.length > 0)
    throw new Error(
      `Native modules for ${platform}-${arch} are not installed: ${missing.join(', ')}. Package on such a computer, or first run: npm install --no-save --os=${platform} --cpu=${arch}`,
    );
  if (foreign.length > 0)
    throw new Error(`Native modules of other platforms are packed: ${foreign.join(', ')}`);
}

/** After packing. */
export function checkPackedModules({
  packager,
  appOutDir,
  electronPlatformName,
  arch,
}: AfterPackContext): void {
  const unpacked = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked');
  const found = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.node'),
  );
  checkNativeModules(
    found.map((name) => basename(name)),
    electronPlatformName,
    Arch[arch],
  );
}
