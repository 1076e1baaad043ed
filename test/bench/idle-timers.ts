// Loaded into a program by NODE_OPTIONS=--import: knows every timer of its main thread, Node's own too, and writes down on SIGUSR2 those
// of under a second that are alive, and how many were made since the last time.
import { createHook } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';

/** What Node's timers have inside (lib/internal/timers.js, class Timeout). */
interface NodeTimeout {
  readonly _idleTimeout: number;
  readonly _repeat: number | null;
  readonly _destroyed: boolean;
}

export interface ShortTimers {
  readonly pid: number;
  /** Milliseconds of those that are alive; repeated ones are in both. */
  readonly alive: readonly number[];
  readonly repeated: readonly number[];
  readonly made: number;
}

const shortMs = 1000;
const known = new Set<WeakRef<object>>();
let made = 0;

createHook({
  init(_id, type, _trigger, resource) {
    if (type !== 'Timeout') return;
    const timeout = resource as NodeTimeout;
    if (!(timeout._idleTimeout < shortMs)) return;
    made += 1;
    known.add(new WeakRef(resource));
  },
}).enable();

const file = process.env['HEALTH_RELAY_TIMERS'];
if (file !== undefined)
  process.on('SIGUSR2', () => {
    const alive = [...known]
      .map((reference) => reference.deref() as NodeTimeout | undefined)
      .filter((timeout) => timeout !== undefined)
      .filter(({ _destroyed, _idleTimeout }) => !_destroyed && _idleTimeout > 0);
    const found: ShortTimers = {
      pid: process.pid,
      alive: alive.map(({ _idleTimeout }) => _idleTimeout),
      repeated: alive.filter(({ _repeat }) => _repeat !== null).map(({ _idleTimeout }) => _idleTimeout),
      made,
    };
    made = 0;
    appendFileSync(file, `${JSON.stringify(found)}\n`);
  });
