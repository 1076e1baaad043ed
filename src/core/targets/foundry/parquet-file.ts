import zlib from 'node:zlib';
import type { SchemaElement } from 'hyparquet-writer';

/** Of a column: what Parquet holds it as, and what Foundry's schema calls that. */
type ColumnType = 'STRING' | 'DOUBLE' | 'TIMESTAMP';

/** The 21 columns in the order of a line (foundry/README §6), with their types. */
export const datasetColumns = [
  ['auth0_user_id', 'STRING'],
  ['device', 'STRING'],
  ['ingested_at', 'TIMESTAMP'],
  ['export_timestamp', 'TIMESTAMP'],
  ['sample_type', 'STRING'],
  ['source_name', 'STRING'],
  ['sample_class', 'STRING'],
  ['quantity_type', 'STRING'],
  ['source_version', 'STRING'],
  ['data_type', 'STRING'],
  ['uuid', 'STRING'],
  ['start_date', 'TIMESTAMP'],
  ['end_date', 'TIMESTAMP'],
  ['value_double', 'DOUBLE'],
  ['unit', 'STRING'],
  ['device_hardware_version', 'STRING'],
  ['device_model', 'STRING'],
  ['device_name', 'STRING'],
  ['device_manufacturer', 'STRING'],
  ['device_software_version', 'STRING'],
  ['raw_healthkit_record', 'STRING'],
] as const satisfies readonly (readonly [string, ColumnType])[];

type ColumnName = (typeof datasetColumns)[number][0];
type Line = Readonly<Record<ColumnName, unknown>>;

/** Different in every row, so that a dictionary of them is only looked for in vain. */
const distinct: ReadonlySet<ColumnName> = new Set(['uuid', 'raw_healthkit_record']);

const elements: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  DOUBLE: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  TIMESTAMP: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    repetition_type: 'OPTIONAL',
  },
};

const schema: SchemaElement[] = [
  { name: 'schema', num_children: datasetColumns.length },
  ...datasetColumns.map(([name, type]) => ({ name, ...elements[type] })),
];

/** Level 1 is the fastest of the ordinary ones; others were not measured. Node has zstd from 22.15 on; an older Electron writes snappy, which hyparquet-writer brings. */
const hasZstd = typeof zlib.zstdCompressSync === 'function';
const compressors = {
  ZSTD: (bytes: Uint8Array) =>
    zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } }),
};

/** Loaded with the first chunk, so that a start of the program does not wait for it. */
const loadWriter = () => import('hyparquet-writer');

/**
 * One Parquet file of the lines of one chunk (NDJSON as it was cut): a row group sorted by type, time and uuid, dictionaries, zstd. The same
 * lines give the same bytes with the same writer and the same zstd. A date that is none is null. Throws on a line that is no JSON object.
 */
export async function parquetFile(ndjson: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { ByteWriter, parquetWrite } = await loadWriter();
  const lines = linesOf(ndjson);
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    schema,
    columnData: datasetColumns.map(([name, type]) => ({
      name,
      data: lines.map((line) => cellOf(type, line[name])),
      ...(distinct.has(name) ? { encoding: 'PLAIN' as const } : {}),
      // The least and the greatest of whole records help no reader.
      statistics: name !== 'raw_healthkit_record',
    })),
    ...(hasZstd ? { codec: 'ZSTD' as const, compressors } : { codec: 'SNAPPY' as const }),
    rowGroupSize: Math.max(1, lines.length),
    createdBy: 'Health Relay',
  });
  return new Uint8Array(writer.getBuffer());
}

function linesOf(ndjson: Uint8Array): Line[] {
  const lines = Buffer.from(ndjson.buffer, ndjson.byteOffset, ndjson.byteLength)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const text = (line: Line, name: ColumnName) => String(line[name] ?? '');
  const keyed = lines.map((line) => ({
    line,
    type: text(line, 'sample_type'),
    at: Date.parse(text(line, 'start_date')) || 0,
    uuid: text(line, 'uuid'),
  }));
  keyed.sort((a, b) => order(a.type, b.type) || a.at - b.at || order(a.uuid, b.uuid));
  return keyed.map(({ line }) => line);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function cellOf(type: ColumnType, value: unknown): string | number | bigint | null {
  if (type === 'DOUBLE') return typeof value === 'number' ? value : null;
  const text = typeof value === 'string' ? value : '';
  if (type === 'STRING') return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : BigInt(ms);
}
