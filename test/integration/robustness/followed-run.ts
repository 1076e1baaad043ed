import type { DataClient } from '../../../src/data/protocol/client.ts';
import type { ImportStatus, Receipt } from '../../../src/shared/domain/receipt.ts';
import { ask, valueIn } from '../../contract/running-program.ts';

export type Phase = ImportStatus['phase'];

/** One import run from the outside. */
export interface FollowedRun {
  readonly runId: number;
  readonly ended: Promise<Receipt>;
  /** Those that have begun. */
  readonly phases: ReadonlySet<Phase>;
  /** Resolves when the phase begins; never when the run ends without it. */
  reached(phase: Phase): Promise<void>;
  /** Resolves when a status is what is asked for. */
  seen(test: (status: ImportStatus) => boolean): Promise<ImportStatus>;
}

export interface FollowOptions {
  /** The file is an upload in incoming/. */
  readonly isIncoming?: boolean;
}

/** Listens for the pushes of the run that `begin` starts. */
export async function follow(
  client: DataClient,
  begin: () => Promise<{ runId: number }>,
): Promise<FollowedRun> {
  const phases = new Set<Phase>();
  const statuses: ImportStatus[] = [];
  const receipts: Receipt[] = [];
  const waiting = new Set<() => void>();
  const leave = client.onPush((name, payload) => {
    if (name === 'import.progress') statuses.push(payload as ImportStatus);
    else if (name === 'import.ended') receipts.push(payload as Receipt);
    for (const look of waiting) look();
  });
  const { runId } = await begin();

  function until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }
  const notePhases = () => {
    for (const status of statuses) if (status.runId === runId) phases.add(status.phase);
  };
  waiting.add(notePhases);
  notePhases();
  const ended = until(() => receipts.find((receipt) => receipt.runId === runId)).then((receipt) => {
    leave();
    return receipt;
  });
  return {
    runId,
    ended,
    phases,
    reached: (phase) => until(() => phases.has(phase) || undefined).then(() => undefined),
    seen: (test) => until(() => statuses.find((status) => status.runId === runId && test(status))),
  };
}

/** Offers a file, starts its import and follows it. */
export function startImport(
  client: DataClient,
  path: string,
  { isIncoming = false }: FollowOptions = {},
): Promise<FollowedRun> {
  return follow(client, async () => {
    const { offer } = valueIn(await client.host('host.addOffer', { path, isIncoming }));
    return ask(client, 'import.start', { offer });
  });
}

/** Continues an interrupted, partial or cancelled run and follows the new one. */
export function resumeRun(client: DataClient, runId: number): Promise<FollowedRun> {
  return follow(client, () => ask(client, 'import.resume', { runId }));
}
