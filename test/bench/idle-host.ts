import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

export interface HostProcess {
  /** The link that it printed. */
  readonly link: string;
  /** When it was spawned, `performance.now()`. */
  readonly startedMs: number;
  /** Of the host and its data program. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** The headless host as `npm start` starts it, without a browser. Linux. */
export async function startHostProcess(
  profileDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<HostProcess> {
  const startedMs = performance.now();
  const args = ['--headless', '--no-open', '--port', '0', '--profile', profileDir];
  const start = ['-r', join(root, 'src/headless/before-node.cjs'), join(root, 'src/headless/start.ts')];
  const child = spawn(process.execPath, [...start, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await linkOf(child);
  return {
    link,
    startedMs,
    pids: [child.pid ?? 0, ...childrenOf(child.pid ?? 0)],
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function linkOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is piped');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, link] = /(http:\/\/127\.0\.0\.1:\d+\/link\S+)/.exec(line) ?? [];
    if (link === undefined) continue;
    child.stdout.resume();
    return link;
  }
  throw new Error('the host ended before it was open');
}

/** Children of every thread of a process: libuv may fork from any. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

/** Processor time that a process took so far, all threads, in milliseconds (proc(5): utime and stime, in ticks of 1/100 s). */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** How much of one processor these processes take over `ms`, in percent, each by itself. */
export async function processorPercent(pids: readonly number[], ms: number): Promise<number[]> {
  const before = pids.map(processorMs);
  const beganMs = performance.now();
  await sleep(ms);
  const tookMs = performance.now() - beganMs;
  return pids.map((pid, index) => ((processorMs(pid) - (before[index] ?? 0)) / tookMs) * 100);
}
