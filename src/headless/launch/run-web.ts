import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LogEvent } from '../../data/protocol/log.ts';
import { forkDataProgram } from '../../data/protocol/ports.ts';
import { ProfileHome } from '../../data/protocol/profiles.ts';
import {
  type SwitchableDataProgram,
  superviseSwitchable,
  whenReady,
} from '../../data/protocol/switchable.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import type { WebHost } from '../web/web-host.ts';
import { builtDataProgram } from './build.ts';

export interface RunWebOptions {
  /** Folder of the checkout or the installed package, with `out/renderer` and package.json. */
  readonly root: string;
  /** Home of the profiles: the last opened one is opened. */
  readonly profileDir: string;
  readonly port?: number;
  /** A file to show as ready to import. */
  readonly readyPath?: string;
  /** Resolves when the page is built; its rejection is thrown. */
  readonly built?: Promise<unknown>;
}

export interface RunningWebHost {
  readonly host: WebHost;
  readonly data: SwitchableDataProgram;
  /** This process's log, in the open profile. */
  readonly logEvent: LogEvent;
  /** Ends the host, then the data program in order. */
  stop(): Promise<void>;
}

/**
 * Opens a profile and serves it. Throws the data program's CodedError if it refuses to start (profile.in_use,
 * profile.newer_version, …), or the system's error if the port is taken; nothing is left running after either.
 */
export async function runWeb(options: RunWebOptions): Promise<RunningWebHost> {
  options.built?.catch(() => {});
  const home = new ProfileHome(options.profileDir);
  let logEvent: LogEvent = () => {};
  let onFault = (_error: unknown): void => {};
  const entry = await builtDataProgram(options.root);
  const data = superviseSwitchable({
    spawn: (dir, start) =>
      forkDataProgram(dir, entry, (exitCode, signal) => logEvent('data.ended', { exitCode, signal }), start),
    profileDir: home.lastOpened().dir,
    onFault: (error) => onFault(error),
  });
  try {
    // Loaded while the data program starts, which takes longest.
    const { faultFields, logDataState, openLog } = await import('../../data/protocol/log.ts');
    const version = versionIn(options.root);
    logEvent = openLog({ process: 'web', folder: () => join(data.profileDir(), 'logs') });
    onFault = (error) => logEvent('process.fault', faultFields(error));
    logEvent('process.started', { pid: process.pid, version, node: process.versions.node });
    logDataState(data, logEvent);
    const [{ startWebHost }] = await Promise.all([
      import('../web/web-host.ts'),
      whenReady(data),
      options.built,
    ]);
    const readyOffer = options.readyPath === undefined ? null : await offerOf(data, options.readyPath);
    const host = await startWebHost({
      data,
      rendererDir: join(options.root, 'out', 'renderer'),
      version,
      home,
      port: options.port ?? 0,
      logEvent,
      ...(readyOffer === null ? {} : { readyOffer }),
    });
    return {
      host,
      data,
      logEvent,
      stop: async () => {
        await host.close();
        await data.stop();
        logEvent('process.stopped', {});
      },
    };
  } catch (error) {
    await data.stop();
    throw error;
  }
}

async function offerOf(data: SwitchableDataProgram, path: string): Promise<Offer> {
  return valueOrThrow(await data.host('host.addOffer', { path: resolve(path), isIncoming: false }));
}

function versionIn(root: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const has = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return has ? String(parsed.version) : '0.0.0';
}
