import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchExport } from './bench-export.ts';
import type { Lives } from './threads-child.ts';

const perProcess = 250;

/**
 * `npm run bench -- threads [--count 5000] [--seed 1] [--no-compile-cache] [--terminate] [--json]`: import threads that are
 * started, cancelled and ended at random points, in processes of 250; what is looked for is a process that dies. The ways
 * and the points come from the seed; how far a thread is at that point is the machine's. `--terminate` ends threads from
 * outside, as this program did until 0.1.0, to see what that does.
 */
export async function runThreadsBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      'no-compile-cache': { type: 'boolean', default: false },
      terminate: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const path = await benchExport('threads', { days: 12, density: 0.2, routeShare: 1, seed: 4 });
  const count = Number(values.count);
  const startedAt = performance.now();
  const sum: Record<string, number> = {};
  const died: string[] = [];
  for (let from = 0; from < count; from += perProcess) {
    const slice = Math.min(perProcess, count - from);
    const { ending, lives } = await runSlice(
      [path, String(Number(values.seed) + from), String(slice), values.terminate ? 'terminate' : 'ask'],
      values['no-compile-cache'],
    );
    if (lives === null) died.push(`threads ${from} to ${from + slice}: ${ending}`);
    else for (const [name, value] of Object.entries(lives)) sum[name] = (sum[name] ?? 0) + value;
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    console.error(`${from + slice} threads, ${died.length} processes died, ${minutes} min`);
  }
  const cache = values['no-compile-cache'] ? 'off' : 'on';
  const line = { threads: count, cache, by: values.terminate ? 'terminate' : 'close', ...sum, died };
  console.log(values.json ? JSON.stringify(line) : JSON.stringify(line, null, 1));
  if (died.length > 0) process.exitCode = 1;
}

function runSlice(
  args: readonly string[],
  hasNoCache: boolean,
): Promise<{ ending: string; lives: Lives | null }> {
  const { NODE_COMPILE_CACHE, ...others } = process.env;
  const env = hasNoCache ? { ...others, NODE_DISABLE_COMPILE_CACHE: '1' } : process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'threads-child.ts'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  child.stdout.on('data', (part) => {
    said += part;
  });
  child.stderr.on('data', (part) => {
    complaints = `${complaints}${part}`.slice(-2000);
  });
  return new Promise((resolve) =>
    child.once('close', (code, signal) =>
      resolve({
        ending: `code ${code}, signal ${signal}: ${complaints}`,
        lives: code === 0 ? (JSON.parse(said) as Lives) : null,
      }),
    ),
  );
}
