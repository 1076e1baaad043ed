// What a desktop app takes with nothing to do, thread by thread: how long each ran, and how often it woke.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication } from '@playwright/test';
import { processesOf } from './desktop-use.ts';

/** A thread that ran over the span. */
export interface IdleThread {
  /** As Electron names the process, and as Linux names the thread. */
  readonly process: string;
  readonly thread: string;
  /** Of one processor. */
  readonly percent: number;
  readonly wakeupsPerMinute: number;
}

export interface Idle {
  /** Of one processor, all processes together. */
  readonly percent: number;
  /** How often a thread of any of them began to run after it had waited; fewer depend on the machine than the percent does. */
  readonly wakeupsPerMinute: number;
  /** Those that took the most, the most first. */
  readonly threads: readonly IdleThread[];
}

/** Both with nothing to do. V8 tidies up after a start, in steps over some two minutes, which fall into one span or the next. */
export interface IdleSpans {
  /** From when the work of the start is over. */
  readonly afterStart: Idle;
  /** Two minutes and more after the start. */
  readonly atRest: Idle;
}

/** The app, and an empty window on the same Electron. */
export interface DesktopIdle {
  readonly app: IdleSpans;
  readonly floor: IdleSpans;
}

interface ThreadNow {
  readonly process: string;
  readonly thread: string;
  readonly ranNs: number;
  readonly wakeups: number;
}

const shown = 8;

/**
 * What a start leaves to be done is waited for: of a history that was made, not imported, that's some seconds at each start until one lasts. An app
 * that never comes to rest is measured all the same.
 */
const settleMs = 5_000;
const mostSettling = 12;
const restPercent = 2;
const tidyMs = 150_000;

/** By process and thread id (Linux, proc_pid_schedstat, proc_pid_status(5)). A thread that ends meanwhile counts no more. */
function threadsOf(processes: readonly { readonly pid: number; readonly name: string }[]) {
  const found = new Map<string, ThreadNow>();
  for (const { pid, name } of processes)
    for (const id of readdirSync(`/proc/${pid}/task`)) {
      const dir = `/proc/${pid}/task/${id}`;
      try {
        found.set(`${pid} ${id}`, {
          process: name,
          thread: readFileSync(`${dir}/comm`, 'utf8').trim(),
          ranNs: Number(readFileSync(`${dir}/schedstat`, 'utf8').split(' ')[0]),
          wakeups: Number(
            /^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`${dir}/status`, 'utf8'))?.[1],
          ),
        });
      } catch {
        // It has just ended.
      }
    }
  return found;
}

/** Two spans of `ms`. */
export async function idleSpans(electron: ElectronApplication, ms: number): Promise<IdleSpans> {
  const beganMs = performance.now();
  for (let look = 0; look < mostSettling; look += 1)
    if ((await idleOver(electron, settleMs)).percent <= restPercent) break;
  const afterStart = await idleOver(electron, ms);
  await sleep(Math.max(0, beganMs + tidyMs - performance.now()));
  return { afterStart, atRest: await idleOver(electron, ms) };
}

/** Whatever it does. */
async function idleOver(electron: ElectronApplication, ms: number): Promise<Idle> {
  const processes = await processesOf(electron);
  const before = threadsOf(processes);
  const beganMs = performance.now();
  await sleep(ms);
  const tookMs = performance.now() - beganMs;
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  const threads = [...threadsOf(processes)].map(([id, now]): IdleThread => {
    const { ranNs = 0, wakeups = 0 } = before.get(id) ?? {};
    return {
      process: now.process,
      thread: now.thread,
      percent: ((now.ranNs - ranNs) / 1e6 / tookMs) * 100,
      wakeupsPerMinute: ((now.wakeups - wakeups) / tookMs) * 60_000,
    };
  });
  const sum = (figure: (thread: IdleThread) => number) =>
    rounded(threads.reduce((total, thread) => total + figure(thread), 0));
  return {
    percent: sum(({ percent }) => percent),
    wakeupsPerMinute: Math.round(sum(({ wakeupsPerMinute }) => wakeupsPerMinute)),
    threads: threads
      .sort((one, other) => other.percent - one.percent)
      .slice(0, shown)
      .map(({ percent, wakeupsPerMinute, ...names }) => ({
        ...names,
        percent: rounded(percent),
        wakeupsPerMinute: Math.round(wakeupsPerMinute),
      })),
  };
}
