import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/**
 * Every switch that is burnt into Electron's program (Electron "Fuses"). All are named, so that no default of a later Electron
 * decides; `strictlyRequireAllFuses` makes one that a later Electron adds a failure to package.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The app is no Node for whoever sets ELECTRON_RUN_AS_NODE; the data program is a utility process and needs none.
  [FuseV1Options.RunAsNode]: false,
  // There are no cookies: an app: page has none. On, it would ask for the keychain at a start, again after each unsigned build.
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Checked on macOS and Windows; on Linux there is nothing that would ("ASAR Integrity").
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // No snapshot of our own is made.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The page comes by app:, never by file:.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // As Electron ships it: WebAssembly is bounded by the processor's traps instead of a check at each access.
  [FuseV1Options.WasmTrapHandlers]: true,
} as const;

const endings: Readonly<Record<string, string>> = { darwin: '.app', win32: '.exe', linux: '' };

/** After packing and before signing. Not by electron-builder's `electronFuses`, which names eight of the nine. */
export async function setFuses(context: AfterPackContext): Promise<void> {
  await flipFuses(packedProgram(context), {
    ...fuses,
    // A program signed ad hoc no longer starts on Apple silicon after a change; a signature with keys comes later anyway.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
  });
}

/** Electron's program, by the name that it has in the packed app. */
export function packedProgram({ packager, appOutDir, electronPlatformName }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  const name =
    electronPlatformName === 'linux' && 'executableName' in packager
      ? String(packager.executableName)
      : productFilename;
  return join(appOutDir, `${name}${endings[electronPlatformName] ?? ''}`);
}
