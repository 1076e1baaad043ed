// A program that sends everything to one dataset, to be killed: node drain-process.ts <database> <spool> <token>.

import { openWriter } from '../../../src/core/db/open.ts';
import { recoverChunks } from '../../../src/core/outbox/chunks/recover-chunks.ts';
import { Spool } from '../../../src/core/outbox/chunks/spool.ts';
import { DestinationStore, toDestination } from '../../../src/core/outbox/destination-store.ts';
import { signedOut } from '../../../src/core/outbox/target.ts';
import { makeFoundryRunner } from '../../../src/core/targets/foundry/foundry-runner.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';

const [path = '', spoolDir = '', token = ''] = process.argv.slice(2);
const writer = openWriter(path);
const destinations = new DestinationStore(writer);
const current = () => {
  const row = destinations.current('foundry');
  if (!row) throw new Error('no destination');
  return row;
};
const { id } = current();
/** Exit code where the person would be asked. */
const asked = 3;
let skippedMs = 0;
const nowMs = () => Date.now() + skippedMs;
const spool = new Spool(spoolDir);
const runner = makeFoundryRunner(spool)({
  writer,
  destination: () => toDestination(current()),
  http: new NodeHttpClient(),
  credentials: {
    token: async () => ({ isOk: true, token }),
    renew: async () => ({ kind: 'ended', reason: signedOut }),
  },
  clock: { nowMs, random: Math.random },
  saveState: (patch) => destinations.saveState(id, patch),
  phase: () => {},
  countRequest: () => {},
});

await recoverChunks(writer, spool, Math.floor(nowMs() / 1000));
// From here on it may be killed.
process.stdout.write('ready\n');
const { signal } = new AbortController();
for (;;) {
  const step = await runner.step(signal);
  if (step.kind === 'did') continue;
  // Nobody is there to answer: whatever asks is a failure of the test.
  if (toDestination(current()).state['question'] === 'sync.transaction_open') process.exit(asked);
  const untilMs = step.kind === 'pause' ? step.untilMs : step.dueAtMs;
  if (untilMs === null) break;
  skippedMs += Math.max(0, untilMs - nowMs());
}
process.exit(0);
