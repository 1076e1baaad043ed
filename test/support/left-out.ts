// What runs on Linux alone: other systems leave it out, and a run there says so (test-verdict.ts).
const shellScript = 'plays a program by a shell script';
const packs = 'packs for Linux';

/** Files of Vitest, from the root, each with the reason. */
const files: Readonly<Record<string, string>> = {
  'test/unit/headless/launch/electron-binary.test.ts': shellScript,
  'test/unit/packaging/npm-start.test.ts': shellScript,
  'test/unit/packaging/packed-app.test.ts': packs,
};

/** Files in test/e2e. */
const specs: Readonly<Record<string, string>> = {
  'binary-about.spec.ts': 'looks for a window on X11',
  'binary-login.spec.ts': packs,
  'binary-notification.spec.ts': 'starts a notification daemon on D-Bus',
  'binary-package.spec.ts': packs,
  'binary-packaged.spec.ts': packs,
  'binary-start.spec.ts': 'signals a group of processes',
  'binary-tray.spec.ts': 'starts a panel with a tray on D-Bus',
  'binary-trayless.spec.ts': 'starts a bus without a panel on D-Bus',
  'binary-update.spec.ts': 'updates an AppImage',
};

export interface LeftOut {
  readonly files: readonly string[];
  readonly specs: readonly string[];
  /** One for each, with the reason. */
  readonly lines: readonly string[];
}

export function leftOutOn(platform: NodeJS.Platform): LeftOut {
  if (platform === 'linux') return { files: [], specs: [], lines: [] };
  const told = (kind: string, reasons: Readonly<Record<string, string>>) =>
    Object.entries(reasons).map(([name, reason]) => `${kind} ${name} (${reason}; it runs on Linux alone)`);
  return {
    files: Object.keys(files),
    specs: Object.keys(specs),
    lines: [...told('the tests of', files), ...told('the journeys of', specs)],
  };
}
