// --import of a program whose clock a test moves: the milliseconds by which it is ahead stand in the file that CLOCK_AHEAD names.
import { readFileSync } from 'node:fs';

const path = process.env['CLOCK_AHEAD'];
const systemNow = Date.now;
const lookEveryMs = 50;
let lookedAt = Number.NEGATIVE_INFINITY;
let ahead = 0;

if (path !== undefined)
  Date.now = () => {
    if (performance.now() - lookedAt > lookEveryMs) {
      lookedAt = performance.now();
      ahead = Number(readFileSync(path, 'utf8'));
    }
    return systemNow() + ahead;
  };
