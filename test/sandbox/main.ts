// npm run sandbox: stand-ins of Trendy, Atlas, Foundry and Auth0 on loopback, until Ctrl-C.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
import { setupLines, signInLines } from './setup-lines.ts';

const usage = `Usage: npm run sandbox [-- --atlas-format json|ndjson] [--atlas-limiter redis|memory|off]

  --atlas-format   what the Atlas proxy stores: json as its newest code does (default), or ndjson
  --atlas-limiter  how it counts requests: redis as deployed (default), memory, or off
`;
const monthS = 30 * 24 * 3600;
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const options = optionsIn(argv);
  if (options === null) {
    process.stderr.write(usage);
    return 64;
  }
  const sandbox = await startSandbox(options);
  say('# Paste into a shell:');
  for (const line of setupLines(sandbox)) say(line);
  for (const line of signInLines(sandbox)) say(line);
  say('# Enter: what has arrived. Ctrl-C: end.');
  await untilStopped(() => say(JSON.stringify(sandbox.holdings())));
  return finish(sandbox);
}

async function finish(sandbox: Sandbox): Promise<number> {
  say(JSON.stringify(sandbox.holdings()));
  await sandbox.close();
  return 0;
}

function optionsIn(argv: readonly string[]): SandboxOptions | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { 'atlas-format': text, 'atlas-limiter': text },
    });
    const format = oneOf(['json', 'ndjson'] as const, values['atlas-format'] ?? 'json');
    const limiter = oneOf(['redis', 'memory', 'off'] as const, values['atlas-limiter'] ?? 'redis');
    if (format === undefined || limiter === undefined) return null;
    return { identity: true, trendy: { tokenLifetimeS: monthS }, atlas: { format, limiter } };
  } catch {
    return null;
  }
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: string): Choice | undefined =>
  choices.find((choice) => choice === value);

/** Until Ctrl-C or SIGTERM. Where standard input ends (a script), only a signal ends it. */
function untilStopped(onEnter: () => void): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    const stop = () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      lines.close();
      resolve();
    };
    lines.on('line', onEnter);
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

process.exitCode = await main(process.argv.slice(2));
