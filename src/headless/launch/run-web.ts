import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { forkDataProgram } from '../../data/protocol/fork.ts';
import { type SupervisedDataProgram, supervise } from '../../data/protocol/supervise.ts';
import type { DataState } from '../../shared/contract/app.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { CodedError } from '../../shared/errors.ts';
import { startWebHost, type WebHost } from '../web/web-host.ts';

export interface RunWebOptions {
  /** Of the checkout or the installed package: `out/renderer` and package.json lie in it. */
  readonly root: string;
  readonly profileDir: string;
  readonly port?: number;
  /** A file to show as ready to import. */
  readonly readyPath?: string;
}

export interface RunningWebHost {
  readonly host: WebHost;
  readonly data: SupervisedDataProgram;
  /** Ends the host, then the data program in order. */
  stop(): Promise<void>;
}

/**
 * Opens a profile and serves it. Throws the CodedError of a data program that refuses to start (profile.in_use,
 * profile.newer_version, …), or the system's error when the port is taken; nothing is left running after either.
 */
export async function runWeb(options: RunWebOptions): Promise<RunningWebHost> {
  const data = supervise({ spawn: () => forkDataProgram(options.profileDir) });
  try {
    await settled(data);
    const readyOffer = options.readyPath === undefined ? null : await offerOf(data, options.readyPath);
    const host = await startWebHost({
      data,
      rendererDir: join(options.root, 'out', 'renderer'),
      version: versionIn(options.root),
      profileName: basename(resolve(options.profileDir)),
      port: options.port ?? 0,
      ...(readyOffer === null ? {} : { readyOffer }),
    });
    return {
      host,
      data,
      stop: async () => {
        await host.close();
        await data.stop();
      },
    };
  } catch (error) {
    await data.stop();
    throw error;
  }
}

/** Waits until the data program is ready. Throws its code when it never will be. */
function settled(data: SupervisedDataProgram): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (state: DataState) => {
      if (state.state !== 'ready' && state.state !== 'failed') return;
      stop();
      if (state.state === 'ready') resolve();
      else reject(new CodedError(state.code ?? 'data.unavailable'));
    };
    const stop = data.onPush((name) => {
      if (name === 'app.dataState') look(data.state());
    });
    look(data.state());
  });
}

async function offerOf(data: SupervisedDataProgram, path: string): Promise<Offer> {
  const offer = await data.host('host.addOffer', { path: resolve(path), isIncoming: false });
  if (!offer.ok) throw new CodedError(offer.error.code, offer.error.details);
  return offer.value;
}

function versionIn(root: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const has = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return has ? String(parsed.version) : '0.0.0';
}
