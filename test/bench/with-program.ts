import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDataProgram, type DataClient } from '../../src/data/protocol/client.ts';
import { forkDataProgram } from '../../src/data/protocol/ports.ts';

/** A data program on a profile of its own, stopped and removed afterward. */
export async function withProgram<T>(measure: (client: DataClient) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'health-relay-liveness-'));
  const client = connectDataProgram(forkDataProgram(profile));
  try {
    await client.started;
    return await measure(client);
  } finally {
    await Promise.all([client.host('host.stop', {}), client.closed]);
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
