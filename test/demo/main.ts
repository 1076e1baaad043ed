// npm run demo: a sample export, a scratch history, stand-ins of the servers, and the app with all of it ready. With --auto: the
// whole job without a window.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { unfitNode } from '../../src/headless/launch/options.ts';
import { type RunningWebHost, runWeb } from '../../src/headless/launch/run-web.ts';
import { failureInWords } from '../../src/headless/launch/say-failure.ts';
import { serveUntilStopped } from '../../src/headless/launch/serve-until-stopped.ts';
import { generateSample } from '../generator/sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { importAs } from './auto.ts';
import { agreeToAll, isAllThere, sendAll } from './relay.ts';
import { makeScratch, type Scratch } from './scratch.ts';
import { askThrough, enterTargets, startServers } from './servers.ts';
import { WebClient } from './web-client.ts';

const usage = `Usage: npm run demo [-- --auto] [--port N] [--no-open]

  --auto     without a window: imports the sample through the web host, agrees to all three targets and waits until everything
             has arrived, at most a minute; the last line says what did, and anything missing ends it with 1
  --port N   listen on this port
  --no-open  print the link and leave the browser alone
`;
/** From the opened app to the last answer of a server. */
const wholeJobMs = 60_000;
const root = join(import.meta.dirname, '../..');
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function demo(argv: readonly string[]): Promise<number> {
  const unfit = unfitNode(process.versions.node);
  if (unfit !== null) return stopWith(unfit, 1);
  const options = optionsIn(argv);
  if (options === null) return stopWith(usage, 64);
  const scratch = makeScratch();
  const sandbox = await startServers();
  try {
    say('Making a sample export: two years of a person who does not exist …');
    await generateSample(scratch.samplePath);
    await buildIfStale(root, say);
    return options.isAuto
      ? await runAuto(scratch, sandbox, options.port)
      : await runInBrowser(scratch, sandbox, options);
  } catch (error) {
    return stopWith(failureInWords(error), 1);
  } finally {
    await sandbox.close();
    scratch.remove();
  }
}

async function runAuto(scratch: Scratch, sandbox: Sandbox, port: number): Promise<number> {
  const running = await runWeb({ root, profileDir: scratch.profileDir, port });
  const stopOn = () => {
    running.stop().then(
      () => process.exit(130),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stopOn).once('SIGTERM', stopOn);
  try {
    const deadlineMs = Date.now() + wholeJobMs;
    const client = await WebClient.enter(running.host.link());
    const ask = askThrough((name, input) => client.call(name, input));
    await enterTargets(ask, sandbox);
    const receipt = await importAs(client, scratch.samplePath, say);
    await agreeToAll(ask, say, deadlineMs);
    const targets = await sendAll(ask, sandbox, deadlineMs);
    say(JSON.stringify({ imported: receipt.records.added, targets }));
    return receipt.state === 'completed' && isAllThere(targets) ? 0 : 1;
  } finally {
    process.off('SIGINT', stopOn).off('SIGTERM', stopOn);
    await running.stop();
  }
}

async function runInBrowser(
  scratch: Scratch,
  sandbox: Sandbox,
  options: { readonly port: number; readonly mayOpenBrowser: boolean },
): Promise<number> {
  const running: RunningWebHost = await runWeb({
    root,
    profileDir: scratch.profileDir,
    port: options.port,
    readyPath: scratch.samplePath,
  });
  await enterTargets(
    askThrough((name, input) => running.data.call(name, input)),
    sandbox,
  );
  say(
    `The sample export is ready to import in the page; it lies at ${scratch.samplePath}, to drop or choose as well.`,
  );
  say('Stand-ins of Trendy, Atlas and Foundry run on this computer; their addresses and tokens are entered.');
  say(
    'Nothing is sent to them before you confirm your home zone and turn them on: the page asks after the import.',
  );
  say('This history is a scratch one: it is removed when the demo ends.');
  await serveUntilStopped(running, { mayOpenBrowser: options.mayOpenBrowser, say });
  say(`What the stand-ins received: ${JSON.stringify(sandbox.holdings())}`);
  return 0;
}

interface DemoOptions {
  readonly isAuto: boolean;
  readonly port: number;
  readonly mayOpenBrowser: boolean;
}

function optionsIn(argv: readonly string[]): DemoOptions | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { auto: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return null;
    return { isAuto: values.auto ?? false, port, mayOpenBrowser: !(values['no-open'] ?? false) };
  } catch {
    return null;
  }
}

function stopWith(words: string, exitCode: number): number {
  process.stderr.write(`${words}\n`);
  return exitCode;
}

process.exitCode = await demo(process.argv.slice(2));
