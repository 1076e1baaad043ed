// Holds tests to what is true on any machine: no sleeps, no stopwatches, no short guards (time-rules.ts).
import { filesIn } from './source-files.ts';
import { timeFaults } from './time-rules.ts';

/** Who may wait for time to pass, and why. */
const allowed: Readonly<Record<string, string>> = {
  'test/demo/relay.ts': 'no test: it looks how far the demo is',
  'test/e2e/driven-app.ts': 'a program that can’t start says nothing, and waits in a box for its user',
  'test/e2e/packaged-app.ts': 'what was left out on purpose is not there after any time',
  'test/integration/robustness/kill.test.ts': 'a kill at random; each outcome is checked for what it is',
  'test/sandbox/atlas/health-routes.ts': 'the server tells how long it has been up',
  'test/sandbox/http/clock.ts': 'the clock of the stand-ins, which tests move',
  'test/sandbox/identity/start-identity.ts': 'a clock that is off is told from ours',
  'test/security/hostile/import-child.ts': 'measures for the bench; no test reads its seconds',
  'test/support/import-gate.ts': 'looks whether an import has come to the gate',
  'test/support/secret-service.ts': 'looks whether the keychain has come up',
  'test/e2e/shifted-clock.ts': 'how often it reads which time the app is to have',
  'test/e2e/journeys-security.spec.ts': 'a turn of the page’s own',
  'test/ui/other-port.spec.ts': 'an attacker who sends a byte now and then',
  'test/ui/look.ts': 'no test: pictures once the page has come to rest',
};

const files = filesIn('test', (name) => /\.(?:ts|tsx|js|mjs|cjs)$/.test(name)).filter(
  ({ path }) => !path.startsWith('test/bench/') && !path.startsWith('test/fixtures/'),
);

const faults = timeFaults(files, allowed);
for (const { path, line, rule } of faults) console.error(`${path}:${line}: ${rule}`);
if (faults.length > 0) process.exit(1);
console.log(`time: ${files.length} files of test/ hold`);
