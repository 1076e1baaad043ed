import type { CdpConnection } from './cdp.ts';

/** Chromium's names, and Electron's for the same. */
const permissions = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  'clipboard-read': 'clipboard-read',
  'clipboard-write': 'clipboard-sanitized-write',
  midi: 'midi',
  camera: 'media',
  microphone: 'media',
  'local-fonts': 'local-fonts',
  'idle-detection': 'idle-detection',
  'storage-access': 'storage-access',
  'window-management': 'window-management',
} as const;

export type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
export type Ask = (
  contents: unknown,
  permission: string,
  answer: (isGranted: boolean) => void,
  details: object,
) => void;

/** Session's handlers; without one Electron grants (docs/tutorial/security, "Handle session permission requests"). */
export const permissionHandlers: { check: Check | null; ask: Ask | null } = { check: null, ask: null };

/** Asks main for every permission once and fixes the answers in Chromium. Not faithful: real Electron asks each time. */
export async function settlePermissions(
  cdp: CdpConnection,
  contents: unknown,
  origin: string,
): Promise<void> {
  const { check, ask } = permissionHandlers;
  for (const [name, permission] of Object.entries(permissions)) {
    const details = { isMainFrame: true, requestingUrl: origin };
    const isChecked = check?.(contents, permission, origin, details) ?? true;
    const isGranted =
      isChecked &&
      (ask ? await new Promise<boolean>((resolve) => ask(contents, permission, resolve, details)) : true);
    await cdp
      .send('Browser.setPermission', {
        permission: { name },
        setting: isGranted ? 'granted' : 'denied',
        origin,
      })
      // One that this Chromium does not know.
      .catch(() => {});
  }
}
