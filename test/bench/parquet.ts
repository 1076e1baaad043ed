import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { sampleLine } from '../../src/core/ndjson/line-source.ts';
import { makeDatasetLine } from '../../src/core/targets/foundry/dataset-row.ts';
import { datasetColumns, parquetFile } from '../../src/core/targets/foundry/parquet-file.ts';

const chunkBytes = 1.9 * 1024 * 1024;
const types = ['HeartRate', 'StepCount', 'ActiveEnergyBurned', 'BasalEnergyBurned', 'DistanceWalkingRunning'];

/**
 * `npm run bench -- parquet [RECORDS]`: a million records, chunk by chunk, as Parquet (processor seconds, bytes) beside NDJSON gzipped as
 * the spool does, and beside DuckDB's writer (native code, on one thread, by way of files; also sorted, zstd). The floor: the same chunks
 * parsed and no more. Made-up records; nothing is sent.
 */
export async function runParquetBench([count = '1000000']: string[]): Promise<void> {
  const sum = { records: 0, ndjson: 0, gzip: 0, parquet: 0, duckdb: 0 };
  const seconds = { parquet: 0, duckdb: 0, gzip: 0, parse: 0 };
  const dir = mkdtempSync(join(tmpdir(), 'bench-parquet-'));
  const duck = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await duck.run("SET TimeZone = 'UTC'");
  for (const chunk of chunks(Number(count))) {
    sum.records += chunk.records;
    sum.ndjson += chunk.bytes.length;
    const before = process.cpuUsage();
    sum.parquet += (await parquetFile(chunk.bytes)).length;
    seconds.parquet += spent(before);
    const other = process.cpuUsage();
    sum.duckdb += await duckParquet(duck, chunk.bytes, dir);
    seconds.duckdb += spent(other);
    const zipping = process.cpuUsage();
    sum.gzip += gzipSync(chunk.bytes, { level: constants.Z_BEST_SPEED }).length;
    seconds.gzip += spent(zipping);
    const parsing = process.cpuUsage();
    for (const line of chunk.bytes.toString('utf8').split('\n')) if (line !== '') JSON.parse(line);
    seconds.parse += spent(parsing);
  }
  duck.closeSync();
  rmSync(dir, { recursive: true, force: true });
  const perSecond = (of: number) => Number((sum.ndjson / 1e6 / of).toFixed(1));
  const speeds = {
    parquet: perSecond(seconds.parquet),
    duckdb: perSecond(seconds.duckdb),
    gzip: perSecond(seconds.gzip),
    floor: perSecond(seconds.parse),
  };
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    JSON.stringify({ bench: 'parquet', ...sum, cpuSeconds: seconds, mbPerCpuSecond: speeds, rssMb }),
  );
}

/** The same columns, order and compression by DuckDB; returns the bytes. */
async function duckParquet(duck: DuckDBConnection, ndjson: Buffer, dir: string): Promise<number> {
  const [from, to] = [join(dir, 'chunk.ndjson'), join(dir, 'chunk.parquet')];
  writeFileSync(from, ndjson);
  const columns = datasetColumns.map(([name, type]) => `${name}: '${duckTypes[type]}'`).join(', ');
  await duck.run(
    `COPY (SELECT * FROM read_json('${from}', format = 'newline_delimited', columns = {${columns}})
       ORDER BY sample_type, start_date, uuid) TO '${to}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  return statSync(to).size;
}

const duckTypes = { STRING: 'VARCHAR', DOUBLE: 'DOUBLE', TIMESTAMP: 'TIMESTAMP' } as const;

function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function* chunks(records: number): Generator<{ bytes: Buffer; records: number }> {
  const at = '2026-01-01T00:00:00.000Z';
  const line = makeDatasetLine({
    userId: 'auth0|bench',
    device: 'bench',
    ingestedAt: at,
    exportTimestamp: at,
  });
  let lines: string[] = [];
  let bytes = 0;
  for (let i = 0; i < records; i++) {
    const text = line(sampleLine(i, 0, recordAt(i)));
    lines.push(text);
    bytes += text.length + 1;
    if (bytes < chunkBytes && i < records - 1) continue;
    yield { bytes: Buffer.from(`${lines.join('\n')}\n`), records: lines.length };
    lines = [];
    bytes = 0;
  }
}

/** As a watch's record is sent; the value and the uuid differ without a pattern. */
function recordAt(i: number) {
  const noise = Math.imul(i + 1, 2_654_435_761) >>> 0;
  const hex = (n: number) => (Math.imul(noise ^ n, 2_246_822_519) >>> 0).toString(16).padStart(8, '0');
  const startDate = new Date(1.6e12 + i * 37_000).toISOString();
  const type = `HKQuantityTypeIdentifier${types[noise % types.length]}`;
  return {
    sampleClass: 'HKQuantitySample',
    sampleType: type,
    dataType: 'quantity',
    quantityType: type,
    uuid: `${hex(1)}-${hex(2).slice(4)}-5${hex(3).slice(5)}-a${hex(4).slice(5)}-${hex(5)}${hex(6).slice(4)}`,
    startDate,
    endDate: startDate,
    sourceName: 'Watch',
    sourceVersion: '10.1',
    valueDouble: (noise % 10_000) / 100,
    unit: 'count/min',
    creationDate: startDate,
    device: { name: 'Apple Watch', manufacturer: 'Apple Inc.', model: 'Watch', hardwareVersion: 'Watch6,2' },
    metadata: { HKMetadataKeyHeartRateMotionContext: '1' },
  };
}
