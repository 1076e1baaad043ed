import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../src/core/db/migrations/index.ts';
import { type Random, randomFor } from '../generator/random.ts';
import { addOrigin, addSource, addType, type HistorySeed, seedHistory } from '../support/seed-history.ts';
import { type BenchType, benchSources, benchTypes } from './history-census.ts';
import { seedOthers } from './history-others.ts';

/** Midnight UTC of the first and behind the last day: ten years. */
export const benchStart = 1_451_606_400;
export const benchEnd = benchStart + 3653 * 86_400;

const weekSeconds = 7 * 86_400;
/** The last half year came in by weekly imports, so that its newest rows of a type do not lie side by side. */
const weeklyImports = 26;

/**
 * The path of a database with `count` records, kept in the system's temporary folder between runs under the count and
 * a hash of what made it. `seconds` is null when it was there.
 */
export function benchDatabase(count: number): { path: string; seconds: number | null } {
  const makers = [
    'history-database.ts',
    'history-census.ts',
    'history-others.ts',
    '../support/seed-history.ts',
  ];
  // All of them: one of an older schema would be migrated while a start is measured.
  const hash = createHash('sha256').update(JSON.stringify(migrations.map(({ sql }) => sql)));
  for (const file of makers) hash.update(readFileSync(join(import.meta.dirname, file)));
  const prefix = `health-relay-history-bench-${count}-`;
  const path = join(tmpdir(), `${prefix}${hash.digest('hex').slice(0, 12)}.sqlite`);
  if (existsSync(path)) return { path, seconds: null };
  for (const old of readdirSync(tmpdir())) if (old.startsWith(prefix)) rmSync(join(tmpdir(), old));
  const began = performance.now();
  const making = `${path}.${process.pid}`;
  const seed = seedHistory(making);
  seedRecords(seed, count);
  seedOthers(seed.database);
  seed.finish();
  // As the product's own databases: readers find it in WAL.
  seed.database.pragma('journal_mode = WAL');
  seed.database.close();
  renameSync(making, path);
  return { path, seconds: (performance.now() - began) / 1000 };
}

function seedRecords(seed: HistorySeed, count: number): void {
  const sources = benchSources.map(({ name, weight }) => ({ id: addSource(seed.database, name), weight }));
  const types = benchTypes().map((type, index) => ({
    ...type,
    id: addType(seed.database, type.name),
    origins: sources.map(({ id }) =>
      addOrigin(
        seed.database,
        type.unit,
        `${id}.${index + 1}`,
        `name:Device ${id} for ${type.name}, hardware:Watch6,7`,
      ),
    ),
  }));
  const weekly = benchEnd - weeklyImports * weekSeconds;
  const spans: [number, number][] = [[benchStart, weekly]];
  for (let at = weekly; at < benchEnd; at += weekSeconds) spans.push([at, at + weekSeconds]);
  for (const [low, high] of spans) {
    for (const type of types) {
      const part = (high - low) / (benchEnd - benchStart);
      const random = randomFor(1, type.name, low);
      // Rare types fall into some spans only: rounded up by chance.
      const rows = Math.floor(count * type.share * part + random());
      seedSpan(seed, type, sources, { low, high, rows }, random);
    }
  }
}

interface SeededType extends BenchType {
  readonly id: number;
  readonly origins: readonly number[];
}

function seedSpan(
  seed: HistorySeed,
  type: SeededType,
  sources: readonly { id: number; weight: number }[],
  span: { low: number; high: number; rows: number },
  random: Random,
): void {
  const step = (span.high - span.low) / span.rows;
  for (let i = 0; i < span.rows; i += 1) {
    // In key order and without repeats as long as a step is a second or more; equal starts of two sources occur.
    const start = Math.floor(span.low + step * i + random() * step * 0.5);
    const index = chosen(sources, random());
    const value = Math.round(random() * 1000) / 10;
    const isCategory = type.unit === '';
    const hasMetadata = type.metadataEach > 0 && i % type.metadataEach === 0;
    seed.addRecord({
      type: type.id,
      start,
      duration: Math.floor(random() * 60),
      source: sources[index]?.id ?? 1,
      valueKey: isCategory ? `Value${i % 6}` : value,
      value: isCategory ? null : value,
      origin: type.origins[index] ?? 1,
      created: start + 60,
      ...(hasMetadata ? { metadata: '[["HKMetadataKeyHeartRateMotionContext","0"]]' } : {}),
    });
  }
}

/** Index of the source whose share of 0…1 holds `odds`. */
function chosen(sources: readonly { weight: number }[], odds: number): number {
  let below = 0;
  for (const [index, { weight }] of sources.entries()) {
    below += weight;
    if (odds < below) return index;
  }
  return 0;
}
