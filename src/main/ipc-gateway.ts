import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { DataClient } from '../data/protocol/client.ts';
import type { Result } from '../shared/errors.ts';
import { refused, toFailure } from '../shared/failure.ts';
import type { Gateway } from '../shared/gateway.ts';
import { ipcChannels } from '../shared/ipc-channels.ts';
import { offeredPath } from './opened-things.ts';
import { isTrustedSender } from './page-protocol.ts';

export interface IpcParts {
  readonly gateway: Gateway;
  readonly data: Pick<DataClient, 'host'>;
  /** Origin of the page that may call. */
  readonly origin: string;
  /** Called when another sender made the call. */
  readonly onRefused?: () => void;
}

/** Opens the page's IPC channels: sender check, then the gateway. Every answer is a Result; nothing is thrown into the page. */
export function openIpc(ipc: Pick<IpcMain, 'handle'>, parts: IpcParts): void {
  const guard = (act: (...args: unknown[]) => Promise<Result<unknown>>) => {
    return async (event: IpcMainInvokeEvent, ...args: unknown[]): Promise<Result<unknown>> => {
      if (!isTrustedSender(event.senderFrame, parts.origin)) {
        parts.onRefused?.();
        return refused('request.refused');
      }
      try {
        return await act(...args);
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    };
  };
  ipc.handle(
    ipcChannels.call,
    guard((name, input) => parts.gateway(name, input)),
  );
  ipc.handle(
    ipcChannels.offer,
    guard(async (path, relativePath) =>
      parts.data.host('host.addOffer', { path: await offeredPath(path, relativePath), isIncoming: false }),
    ),
  );
}
