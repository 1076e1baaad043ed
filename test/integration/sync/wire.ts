import { onTestFinished } from 'vitest';
import { openWire, type Wire } from '../../support/wire.ts';

/** A line of the test's own to a far side, cut when it ends. */
export async function wireTo(farSide: string): Promise<Wire> {
  const wire = await openWire(farSide);
  onTestFinished(() => wire.cut());
  return wire;
}
