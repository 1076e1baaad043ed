// The work behind each route (foundry/README §2).
import { zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import type { Access } from './access.ts';
import { ApiError, invalid, json, notFound } from './api-error.ts';
import type { Dataset, PutSchema } from './dataset.ts';
import { pageOf } from './paging.ts';
import type { Matched } from './routes.ts';
import type { HeldFile } from './transaction.ts';

export interface FoundryParts {
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly access: Access;
  /** How many files a page lists unless asked, and at most. */
  readonly filesPage: { readonly usual: number; readonly most: number };
}

const transactionsPage = { usual: 20, most: 50 };

/** Answers a request on a known route; throws `ApiError`. */
export function handle(
  request: WireRequest,
  { route, parts }: Matched,
  foundry: FoundryParts,
): WireReply | Promise<WireReply> {
  const { query } = request;
  const account = foundry.access.check(
    request.headers.authorization,
    request.method === 'GET' ? 'api:datasets-read' : 'api:datasets-write',
  );
  const { rid: datasetRid = '', txn: transactionRid = '', path = '' } = parts;
  const dataset = foundry.datasets.get(datasetRid);
  if (dataset === undefined) throw notFound('DatasetNotFound', { datasetRid });
  const branch = parts['branch'] ?? query.get('branchName') ?? 'master';
  const { access } = foundry;
  switch (route) {
    case 'GET /v2/datasets/:rid':
      return json(200, {
        rid: datasetRid,
        name: 'health-records',
        parentFolderRid: 'ri.compass.main.folder.sandbox',
      });
    case 'GET /v2/datasets/:rid/readTable':
      access.permit('readTable', { datasetRid });
      return tableOf(dataset, request, branch);
    // Beta, so by `preview` alone (Dataset.d.ts of `@osdk/foundry.datasets` 2.30); the errors are those of its _errors.d.ts.
    case 'GET /v2/datasets/:rid/getSchema':
      if (query.get('preview') !== 'true') throw invalid('ApiFeaturePreviewUsageOnly');
      access.permit('getSchema', { datasetRid });
      return schemaOf(dataset, branch);
    case 'PUT /v2/datasets/:rid/putSchema':
      if (query.get('preview') !== 'true') throw invalid('ApiFeaturePreviewUsageOnly');
      access.permit('putSchema', { datasetRid });
      return putSchema(dataset, request);
    case 'GET /v2/datasets/:rid/branches/:branch':
      return json(200, { name: branch, transactionRid: lastOn(dataset, branch) });
    case 'POST /v2/datasets/:rid/transactions':
      access.permit('createTransaction', { datasetRid, branchName: branch });
      return json(200, dataset.open(branch, bodyOf(request)['transactionType']));
    case 'GET /v2/datasets/:rid/transactions/:txn':
      return json(200, dataset.transaction(transactionRid));
    case 'POST /v2/datasets/:rid/transactions/:txn/commit':
      access.permit('commit', { datasetRid, transactionRid });
      return json(200, dataset.commit(transactionRid));
    case 'POST /v2/datasets/:rid/transactions/:txn/abort':
      access.permit('abort', { datasetRid, transactionRid });
      return json(200, dataset.abort(transactionRid));
    case 'GET /v2/datasets/:rid/branches/:branch/transactions':
      if (query.get('preview') !== 'true') throw invalid('ApiFeaturePreviewUsageOnly');
      access.permit('transactions', { datasetRid, branchName: branch });
      return json(200, pageOf(dataset.onBranch(branch).toReversed(), query, transactionsPage));
    case 'POST /v2/datasets/:rid/files/:path/upload':
      access.permit('upload', { datasetRid, path });
      return json(200, fileJson(upload(request, dataset, path, account)));
    case 'DELETE /v2/datasets/:rid/files/:path':
      access.permit('delete', { datasetRid, path });
      fileIn(dataset, request, branch, path);
      remove(dataset, branch, path);
      return { status: 204, headers: {}, body: '' };
    case 'GET /v2/datasets/:rid/files':
      return json(200, listed(dataset, request, branch, foundry.filesPage));
    case 'GET /v2/datasets/:rid/files/:path':
      return json(200, fileJson(fileIn(dataset, request, branch, path)));
    case 'GET /v2/datasets/:rid/files/:path/content': {
      access.permit('content', { datasetRid, filePath: path });
      const { bytes } = fileIn(dataset, request, branch, path);
      return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: bytes };
    }
  }
}

function schemaOf(dataset: Dataset, branch: string): WireReply {
  if (dataset.schema === null && dataset.tableReading === 'no_schema')
    throw notFound('SchemaNotFound', { datasetRid: dataset.rid, branchName: branch });
  const { schema } = dataset.schema ?? { schema: { fieldSchemaList: [] } };
  return json(200, {
    branchName: branch,
    endTransactionRid: lastOn(dataset, branch),
    schema,
    versionId: '1',
  });
}

/** With a schema the table route reads by it. */
function putSchema(dataset: Dataset, request: WireRequest): WireReply {
  const body = bodyOf(request) as unknown as PutSchema & { readonly branchName?: string };
  if (!Array.isArray(body.schema?.fieldSchemaList)) throw invalid('Conjure:InvalidArgument');
  dataset.schema = body;
  dataset.tableReading = 'works';
  return schemaOf(dataset, dataset.branch(body.branchName ?? 'master'));
}

/** The rows of a file, read as its name says. */
async function rowsOf({ path, bytes }: HeldFile): Promise<Readonly<Record<string, unknown>>[]> {
  if (path.endsWith('.parquet')) {
    const file = new Uint8Array(bytes).buffer;
    const ZSTD = (input: Uint8Array) => zstdDecompressSync(input);
    return parquetReadObjects({ file, compressors: { ZSTD } });
  }
  const lines = bytes.toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function tableOf(dataset: Dataset, request: WireRequest, branch: string): Promise<WireReply> {
  const { query } = request;
  if (query.get('format') !== 'CSV') throw invalid('InvalidParameterCombination');
  if (dataset.tableReading === 'no_schema') throw notFound('SchemaNotFound', { datasetRid: dataset.rid });
  if (dataset.tableReading === 'broken')
    throw new ApiError(500, 'INTERNAL', 'ReadTableError', { datasetRid: dataset.rid });
  const columns = query.getAll('columns');
  const files = [...dataset.view(rangeOf(request, branch)).values()];
  const lines = (await Promise.all(files.map(rowsOf))).flat();
  const cell = (value: unknown) => {
    if (
      value === null ||
      value === undefined ||
      (dataset.tableReading === 'lossy' && typeof value === 'number')
    )
      return '';
    // Spark prints a double with its point.
    if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value);
    return /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  };
  const rows = lines
    .slice(0, Number(query.get('rowLimit') ?? lines.length))
    .map((row) => columns.map((column) => cell(row[column])).join(','));
  const body = Buffer.from([columns.join(','), ...rows, ''].join('\n'));
  return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body };
}

function upload(request: WireRequest, dataset: Dataset, path: string, account: string): HeldFile {
  const { query } = request;
  if (request.headers['content-type'] !== 'application/octet-stream')
    throw new ApiError(415, 'INVALID_ARGUMENT', 'Conjure:UnsupportedMediaType');
  if (path === '' || path.split('/').some((step) => step === '' || step === '.' || step === '..'))
    throw invalid('InvalidFilePath', { path });
  const rid = query.get('transactionRid');
  const type = query.get('transactionType');
  const branchName = query.get('branchName');
  if (rid !== null) {
    if (type !== null || branchName !== null) throw wrongCombination(query);
    return dataset.write(dataset.openTransaction(rid), path, request.body, account);
  }
  // Without a transaction of the caller's: opened and committed by Foundry, UPDATE unless told.
  const own = dataset.open(branchName ?? 'master', type ?? 'UPDATE');
  try {
    const file = dataset.write(own, path, request.body, account);
    dataset.commit(own.rid);
    return file;
  } catch (error) {
    dataset.abort(own.rid);
    throw error;
  }
}

function remove(dataset: Dataset, branch: string, path: string): void {
  const transaction = dataset.open(branch, 'DELETE');
  transaction.deletedPaths.add(path);
  dataset.commit(transaction.rid);
}

function listed(dataset: Dataset, request: WireRequest, branch: string, sizes: FoundryParts['filesPage']) {
  const prefix = request.query.get('pathPrefix') ?? '';
  const files = [...dataset.view(rangeOf(request, branch)).values()].filter(({ path }) =>
    path.startsWith(prefix),
  );
  const { data, ...rest } = pageOf(files, request.query, sizes);
  return { data: data.map(fileJson), ...rest };
}

function fileIn(dataset: Dataset, request: WireRequest, branch: string, path: string): HeldFile {
  const range = rangeOf(request, branch);
  const file = dataset.view(range).get(path);
  if (file !== undefined) return file;
  const parameters = { datasetRid: dataset.rid, path };
  if (range.end === undefined) throw notFound('FileNotFoundOnBranch', { ...parameters, branchName: branch });
  const { start: startTransactionRid, end: endTransactionRid } = range;
  throw notFound('FileNotFoundOnTransactionRange', { ...parameters, startTransactionRid, endTransactionRid });
}

function rangeOf({ query }: WireRequest, branch: string) {
  const start = query.get('startTransactionRid') ?? undefined;
  const end = query.get('endTransactionRid') ?? undefined;
  if (query.has('branchName') && end !== undefined) throw wrongCombination(query);
  return { branch, start, end };
}

const wrongCombination = (query: URLSearchParams) =>
  invalid('InvalidParameterCombination', { validCombinations: [], providedParameters: [...query.keys()] });

const fileJson = ({ path, transactionRid, bytes, updatedAt }: HeldFile) => ({
  path,
  transactionRid,
  sizeBytes: String(bytes.length),
  updatedTime: new Date(updatedAt).toISOString(),
});

/** The branch's newest transaction that is not aborted. */
const lastOn = (dataset: Dataset, branch: string) =>
  dataset.onBranch(branch).findLast(({ status }) => status !== 'ABORTED')?.rid;

function bodyOf(request: WireRequest): Readonly<Record<string, unknown>> {
  try {
    const body = JSON.parse(request.body.toString('utf8')) as unknown;
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw invalid('Conjure:InvalidArgument');
}
