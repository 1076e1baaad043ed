import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TargetId, targetIds } from '../../src/shared/domain/sync.ts';

const main = join(import.meta.dirname, '../sandbox/main.ts');
const tokenNames: Readonly<Record<TargetId, string>> = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
};

export interface SandboxProcess {
  /** Addresses, keys as the CLI's `config set` takes them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly tokens: Readonly<Record<TargetId, string>>;
  stop(): Promise<void>;
}

/** `npm run sandbox` as a process of its own, so that the stand-ins take no time from what is measured. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const settings = new Map<string, string>();
  const exported = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, token] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
    if (name !== undefined) exported.set(name, token ?? '');
    const [, key, value] = /config set (\S+) '(.*)'$/.exec(line) ?? [];
    if (key !== undefined) settings.set(key, value ?? '');
    if (settings.size === targetIds.length + 1) break;
  }
  child.stdout.resume();
  const token = (target: TargetId) => exported.get(tokenNames[target]) ?? '';
  return {
    settings,
    tokens: { trendy: token('trendy'), atlas: token('atlas'), foundry: token('foundry') },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
