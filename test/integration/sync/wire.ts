import { onTestFinished } from 'vitest';
import { openWire, type Wire } from '../../support/wire.ts';

/** A line of the test's own to a server, cut when it ends. */
export async function wireTo(server: string): Promise<Wire> {
  const wire = await openWire(server);
  onTestFinished(() => wire.cut());
  return wire;
}
