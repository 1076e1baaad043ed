import { spawn } from 'node:child_process';

/** An Electron that ends with an error this soon never showed a window: a library or the sandbox is missing. */
const stillbornMs = 4000;

export type ElectronEnd = { readonly exitCode: number } | { readonly reason: string };

/** Runs the built app in Electron until it ends. `reason`: it did not come up, and the web host may serve instead. */
export function runElectron(
  program: string,
  root: string,
  profile: string | null,
  now: () => number = Date.now,
): Promise<ElectronEnd> {
  return new Promise((resolve) => {
    const startedAt = now();
    const args = profile === null ? [root] : [root, '--profile', profile];
    const child = spawn(program, args, { stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    const end = (how: ElectronEnd) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve(how);
    };
    child.once('error', () => end({ reason: 'Electron could not be started' }));
    child.once('exit', (code, signal) => {
      const isStillborn =
        code !== 0 && signal !== 'SIGINT' && signal !== 'SIGTERM' && now() - startedAt < stillbornMs;
      end(isStillborn ? { reason: 'Electron ended as soon as it was started' } : { exitCode: code ?? 1 });
    });
  });
}
