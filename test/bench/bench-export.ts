import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import type { ExportOptions } from '../generator/options.ts';

/** A generated zip, made once for equal options and kept in the temporary folder. */
export async function benchExport(
  name: string,
  options: Omit<ExportOptions, 'zip' | 'out'>,
): Promise<string> {
  const folder = join(tmpdir(), 'health-relay-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.zip`);
  if (!existsSync(path)) {
    await generateExport({ ...options, zip: `${path}.part` });
    renameSync(`${path}.part`, path);
  }
  return path;
}
