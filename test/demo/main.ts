// npm run demo: a sample export, a scratch history, and the app with it ready to import. With --auto: the same without a window.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { unfitNode } from '../../src/headless/launch/node-version.ts';
import { type RunningWebHost, runWeb } from '../../src/headless/launch/run-web.ts';
import { failureInWords } from '../../src/headless/launch/say-failure.ts';
import { serveUntilStopped } from '../../src/headless/launch/serve-until-stopped.ts';
import { generateSample } from '../generator/sample.ts';
import { importThroughWeb } from './auto.ts';
import { makeScratch, type Scratch } from './scratch.ts';

const usage = `Usage: npm run demo [-- --auto] [--port N] [--no-open]

  --auto     import the sample through the web host without a window; the last line printed is its receipt
  --port N   listen on this port
  --no-open  print the link and leave the browser alone
`;
const root = join(import.meta.dirname, '../..');
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function demo(argv: readonly string[]): Promise<number> {
  const unfit = unfitNode(process.versions.node);
  if (unfit !== null) return stopWith(unfit, 1);
  const options = optionsIn(argv);
  if (options === null) return stopWith(usage, 64);
  const scratch = makeScratch();
  try {
    say('Making a sample export: two years of a person who does not exist …');
    await generateSample(scratch.samplePath);
    await buildIfStale(root, say);
    return options.isAuto ? await runAuto(scratch, options.port) : await runInBrowser(scratch, options);
  } catch (error) {
    return stopWith(failureInWords(error), 1);
  } finally {
    scratch.remove();
  }
}

async function runAuto(scratch: Scratch, port: number): Promise<number> {
  const running = await runWeb({ root, profileDir: scratch.profileDir, port });
  const stopOn = () => void running.stop().then(() => process.exit(130));
  process.once('SIGINT', stopOn).once('SIGTERM', stopOn);
  try {
    const receipt = await importThroughWeb(running.host.link(), scratch.samplePath, say);
    say(JSON.stringify(receipt));
    return receipt.state === 'completed' ? 0 : 3;
  } finally {
    process.off('SIGINT', stopOn).off('SIGTERM', stopOn);
    await running.stop();
  }
}

async function runInBrowser(
  scratch: Scratch,
  options: { readonly port: number; readonly mayOpenBrowser: boolean },
): Promise<number> {
  const running: RunningWebHost = await runWeb({
    root,
    profileDir: scratch.profileDir,
    port: options.port,
    readyPath: scratch.samplePath,
  });
  say(
    `The sample export is ready to import in the page; it lies at ${scratch.samplePath}, to drop or choose as well.`,
  );
  say('This history is a scratch one: it is removed when the demo ends.');
  await serveUntilStopped(running, { mayOpenBrowser: options.mayOpenBrowser, say });
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
