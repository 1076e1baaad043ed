// npm run package [-- --linux | --mac | --win] [-- --dir]: packages for the system it runs on (or that is named) into dist/.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildIfStale } from '../src/headless/launch/build.ts';
import { failureMark, reasonOf } from './packaging-failure.ts';
import { signUpdates } from './signing.ts';

const root = join(import.meta.dirname, '..');
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** electron-builder's exit code and everything it said; its steps are passed on as they come. */
function runBuilder(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/electron-builder/cli.js'),
        '--config=resources/electron-builder.config.ts',
        '--publish=never',
        ...args,
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    let isFailing = false;
    const take = (line: string) => {
      output = `${output}${line}\n`.slice(-50_000);
      // Held back from there on: what a failure looks like inside is of use only where nothing is known to say about it.
      isFailing ||= line.includes(failureMark);
      if (!isFailing) say(line);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

await buildIfStale(root, say);
const { code, output } = await runBuilder(process.argv.slice(2));
if (code === 0) {
  signUpdates(join(root, 'dist'), process.env);
  say('Packaged into dist/.');
} else {
  process.stderr.write(`${reasonOf(output) ?? output}\n`);
  process.exitCode = 1;
}
