import zlib from 'node:zlib';
import type { SchemaElement } from 'hyparquet-writer';
import { remembered } from '../../../shared/lookup.ts';

/** The Parquet type of a column, and its name in Foundry's schema. */
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

/** Different in every row, so looking for a dictionary is useless, and no two of them are compared. */
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
const zstd = (bytes: Uint8Array): Uint8Array =>
  zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } });

/**
 * Columns with one value have the same few bytes in every chunk, and each compression costs more to start than such a page costs to
 * compress: those of up to 128 bytes are kept, at most 512 of them.
 */
const smallPages = new Map<string, Uint8Array>();

function compressed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 128) return zstd(bytes);
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return remembered(smallPages, key, () => zstd(bytes), 512);
}

/** Loaded with the first chunk, so the start of the program does not wait for it. */
const loadWriter = () => import('hyparquet-writer');

/**
 * One Parquet file of the lines of one chunk (NDJSON as it was cut): a row group sorted by type, time and uuid, dictionaries, zstd. The same
 * lines give the same bytes with the same writer and the same zstd. A date that is none is null. Throws on a line that is no JSON object.
 */
export async function parquetFile(ndjson: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { ByteWriter, parquetWrite } = await loadWriter();
  const instants = new Instants();
  const lines = linesOf(ndjson, instants);
  const writer = new ByteWriter();
  await parquetWrite({
    writer,
    schema,
    columnData: datasetColumns.map(([name, type]) => ({
      name,
      data: distinct.has(name) ? encodedTexts(lines, name) : cells(lines, name, type, instants),
      ...(distinct.has(name) ? { encoding: 'PLAIN' as const } : {}),
      // The least and the greatest of whole records help no reader.
      statistics: name !== 'raw_healthkit_record',
    })),
    ...(hasZstd
      ? { codec: 'ZSTD' as const, compressors: { ZSTD: compressed } }
      : { codec: 'SNAPPY' as const }),
    rowGroupSize: Math.max(1, lines.length),
    createdBy: 'Health Relay',
  });
  return new Uint8Array(writer.getBuffer());
}

function linesOf(ndjson: Uint8Array, instants: Instants): Line[] {
  const lines = Buffer.from(ndjson.buffer, ndjson.byteOffset, ndjson.byteLength)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const keyed = lines.map((line) => ({
    line,
    type: String(line.sample_type ?? ''),
    at: instants.ms(String(line.start_date ?? '')) || 0,
    uuid: String(line.uuid ?? ''),
  }));
  keyed.sort((a, b) => order(a.type, b.type) || a.at - b.at || order(a.uuid, b.uuid));
  return keyed.map(({ line }) => line);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Instants by their text: an end is often its start, and starts are read twice. */
class Instants {
  readonly #known = new Map<string, number>();

  /** UTC ms, NaN for a text that is no date. */
  ms(text: string): number {
    return remembered(this.#known, text, () => Date.parse(text));
  }
}

type Cell = string | number | bigint | null;

/**
 * The cells of one column. A cell with the value of the one above it is the same object: neighbors agree mostly, and the writer finds an object that it has
 * seen faster than an equal one.
 */
function cells(lines: readonly Line[], name: ColumnName, type: ColumnType, instants: Instants): Cell[] {
  let above: unknown;
  let cell: Cell = null;
  return lines.map((line, index) => {
    const value = line[name];
    if (index === 0 || value !== above) {
      cell = cellOf(type, value, instants);
      above = value;
    }
    return cell;
  });
}

function cellOf(type: ColumnType, value: unknown, instants: Instants): Cell {
  if (type === 'DOUBLE') return typeof value === 'number' ? value : null;
  const text = typeof value === 'string' ? value : '';
  if (type === 'STRING') return text;
  const ms = instants.ms(text);
  return Number.isNaN(ms) ? null : BigInt(ms);
}

/** A column of distinct texts in UTF-8, in one piece of memory: the writer would encode each separately. */
function encodedTexts(lines: readonly Line[], name: ColumnName): Uint8Array[] {
  const texts = lines.map((line) => {
    const value = line[name];
    return typeof value === 'string' ? value : '';
  });
  const memory = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  let end = 0;
  return texts.map((text) => {
    const start = end;
    end += memory.write(text, start);
    return memory.subarray(start, end);
  });
}
