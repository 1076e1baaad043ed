import { findChromium } from './chromium.ts';
import { leftOutOn } from './left-out.ts';
import { findProgram } from './programs.ts';
import { missingForSecretService } from './secret-service.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What tests need and the machine of `env` lacks, as the lines that say so; the suites that need it are left out. */
export function missingHere(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const missing: string[] = [...leftOutOn(platform).lines];
  if (!findChromium(env)) {
    missing.push(
      'Chromium (neither the page nor the desktop app is tested; install `chromium` or set CHROMIUM_PATH)',
    );
  }
  const programs = missingForSecretService(env);
  if (programs.length > 0) {
    const named = programs.map((program) => `\`${program}\``).join(', ');
    missing.push(
      `a Secret Service: ${named} (the keychain is not tested; install \`gnome-keyring\` and \`dbus\`)`,
    );
  }
  if (platform === 'linux' && !findProgram(['dunst'], env)) {
    missing.push('a notification daemon (what Electron tells the desktop is not tested; install `dunst`)');
  }
  for (const shell of ['zsh', 'fish'])
    if (platform === 'linux' && !findProgram([shell], env))
      missing.push(`${shell} (its completion script is not tested; install \`${shell}\`)`);
  return missing;
}

/** Whether all runners together failed; when `isComplete`, also by anything that was missing or skipped. */
export function isFailedRun(total: Tally, missing: readonly string[], isComplete: boolean): boolean {
  return total.failed > 0 || (isComplete && (missing.length > 0 || total.skipped > 0));
}
