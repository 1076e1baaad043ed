import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { heapFlags } from '../../src/data/protocol/program-start.ts';
import { hostileFiles } from '../security/hostile/files.ts';
import type { Outcome } from '../security/hostile/import-child.ts';

const child = join(import.meta.dirname, '../security/hostile/import-child.ts');

/** What each is held against, by hand. */
const maxSeconds = 30;
const maxMb = 500;

/**
 * `npm run bench -- hostile [name…] [--scale 1] [--json]`: every hostile file in its full size, each imported and derived in a process of
 * its own: seconds and peak memory, with those of an empty export as the floor. The last line names what is over 30 s or 500 MB or came to a bad end;
 * where there is any, it ends with 1.
 */
export async function runHostileBench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { scale: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'health-relay-hostile-'));
  const path = join(folder, 'a.zip');
  const measured: { name: string; kilobytes: number; outcome: Outcome }[] = [];
  try {
    const floor = hostileFiles.filter(({ name }) => name === 'nothing_bad');
    const wanted = hostileFiles.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    for (const file of [...floor, ...wanted]) {
      await file.write(path, Number(values.scale));
      const outcome = inChild(path);
      measured.push({ name: file.name, kilobytes: Math.round(statSync(path).size / 1024), outcome });
      const { state, code, seconds, derivingSeconds, cpuSeconds, peakRssMb, faults, remarks } = outcome;
      if (values.json) console.log(JSON.stringify(measured.at(-1)));
      else {
        const line = [file.name.padEnd(26), `${Math.round(statSync(path).size / 1024)} KB`.padStart(9)];
        line.push(
          `${seconds.toFixed(1)} s`.padStart(8),
          `${derivingSeconds.toFixed(1)} s`.padStart(8),
          `${cpuSeconds.toFixed(1)} cpu`.padStart(9),
          `${peakRssMb} MB`.padStart(8),
        );
        console.log(line.join(' '), state, code ?? '', remarks.join(' '), faults[0]?.slice(0, 300) ?? '');
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const over = measured.filter(
    ({ outcome: { seconds, derivingSeconds, peakRssMb } }) =>
      seconds + derivingSeconds > maxSeconds || peakRssMb > maxMb,
  );
  const bad = measured.filter(
    ({ outcome: { code, integrity } }) => code === 'internal' || integrity !== 'ok',
  );
  const names = (list: typeof measured) => list.map(({ name }) => name);
  console.log(JSON.stringify({ files: measured.length - 1, over: names(over), bad: names(bad) }));
  if (over.length > 0 || bad.length > 0) process.exitCode = 1;
}

function inChild(path: string): Outcome {
  const line = execFileSync(process.execPath, [...heapFlags, child, path], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 300_000,
  });
  return JSON.parse(line) as Outcome;
}
