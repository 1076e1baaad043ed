// Opens a profile as the data program does, and is killed before its n-th change of the file system (0: never).
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [dir = '', killAt = '0'] = process.argv.slice(2);
let changes = 0;

/** Called in the place of `name`: dies instead of doing it when its turn has come. */
function counted(object: object, name: string): void {
  const original = Reflect.get(object, name) as (...args: unknown[]) => unknown;
  Reflect.set(object, name, (...args: unknown[]) => {
    changes += 1;
    if (changes === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  });
}
for (const name of ['renameSync', 'rmSync', 'mkdirSync']) counted(fs, name);
counted(promises, 'open');
syncBuiltinESMExports();

const { smallOpening } = await import('./small-opening.ts');
await smallOpening(dir);
process.stdout.write(`${changes}\n`);
