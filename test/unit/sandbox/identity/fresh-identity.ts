import { afterEach, beforeEach } from 'vitest';
import type { IdentitySandbox } from '../../../sandbox/identity/identity-sandbox.ts';
import { startIdentity } from '../../../sandbox/identity/start-identity.ts';
import { NativeClient } from './native-client.ts';

/** A provider of its own and a client of it for every test of the file that calls this. */
export function freshIdentity(take: (identity: IdentitySandbox, client: NativeClient) => void): void {
  let identity: IdentitySandbox | undefined;
  beforeEach(async () => {
    identity = await startIdentity();
    take(identity, new NativeClient(identity));
  });
  afterEach(() => identity?.close());
}
