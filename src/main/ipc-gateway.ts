import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
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
  /** Called with the path of each file or folder that the page offered and then imports. Backups are offered too, to be restored. */
  readonly onImport?: (path: string) => void;
  /** Called when another sender made the call. */
  readonly onRefused?: () => void;
}

const startSchema = z.object({ offer: z.string() });

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
  /** What the page offered and hasn't imported yet. */
  const paths = new Map<string, string>();
  ipc.handle(
    ipcChannels.call,
    guard(async (name, input) => {
      const answer = await parts.gateway(name, input);
      const offer =
        name === 'import.start' && answer.ok ? startSchema.safeParse(input).data?.offer : undefined;
      const path = offer === undefined ? undefined : paths.get(offer);
      if (offer !== undefined && paths.delete(offer) && path !== undefined) parts.onImport?.(path);
      return answer;
    }),
  );
  ipc.handle(
    ipcChannels.offer,
    guard(async (named, relativePath) => {
      const path = await offeredPath(named, relativePath);
      const answer = await parts.data.host('host.addOffer', { path, isIncoming: false });
      if (answer.ok) paths.set(answer.value.offer, path);
      return answer;
    }),
  );
}
