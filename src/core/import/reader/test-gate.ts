import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Holds an import or the start of the data program in the middle, for as long as a test looks at it there. A test names a folder in the environment of
 * whatever starts the data program (HEALTH_RELAY_TEST_GATE; test/support/import-gate.ts). While the folder has a file with
 * the name of a point, the program or its import thread waits there, and says so with a file `<point>.held`; the content of the test's file
 * says how many messages it lets through first. Cancelling and quitting end the wait. Without the variable there is no gate.
 */
export type Gate = (point: HoldPoint, passed: number, isOver: () => boolean) => Promise<void>;

/** Before the program opens its profile; before the file is opened; between batches of the XML, its end counted as one; between files beside the XML, likewise. */
export const holdPoints = ['starting', 'opening', 'reading', 'files'] as const;
export type HoldPoint = (typeof holdPoints)[number];

export const gateVariable = 'HEALTH_RELAY_TEST_GATE';

const lookEveryMs = 5;

/**
 * The gate of this environment, null (as in everyday life) where it names none. `entry`: the URL of the script that asks. A packaged app runs from its
 * archive and has none at all: the user's environment must not hold it.
 */
export function gateOf(env: Readonly<Record<string, string | undefined>>, entry: string): Gate | null {
  const folder = env[gateVariable];
  if (!folder || entry.includes('/app.asar/')) return null;
  return async (point, passed, isOver) => {
    const path = join(folder, point);
    for (let looks = 0; !isOver() && passed >= letThrough(path); looks++) {
      if (looks === 0) writeFileSync(`${path}.held`, String(passed));
      await wait(lookEveryMs);
    }
  };
}

/** How many messages may pass: all, where nothing is held. */
function letThrough(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
