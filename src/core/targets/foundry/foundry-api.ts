import { z } from 'zod';
import type { HttpAnswer, HttpOutcome } from '../../network/http-client.ts';
import type { TargetContext } from '../../outbox/target.ts';
import {
  type DatasetFile,
  datasetSchema,
  datasetTableSchema,
  type FilesPage,
  fileSchema,
  filesPageSchema,
  type Transaction,
  transactionSchema,
  transactionsPageSchema,
} from './dataset-shapes.ts';
import { datasetColumns } from './parquet-file.ts';
import { type RequestFailure, requestFailureOf, takenBack, withoutToken } from './request-failure.ts';
import { makeSdkFetch } from './sdk-fetch.ts';
import type { ServerClock } from './transaction-intent.ts';

export type Outcome<T> =
  | { readonly isOk: true; readonly value: T }
  | { readonly isOk: false; readonly failure: RequestFailure };

const shortMs = 30_000;
const uploadMs = 120_000;
const filesPerPage = 1000;

/** Loaded with the first request, so the start of the program does not wait for it. */
const loadSdk = async () => {
  const [{ createPlatformClient }, datasets] = await Promise.all([
    import('@osdk/client'),
    import('@osdk/foundry.datasets'),
  ]);
  return { createPlatformClient, ...datasets };
};
type Sdk = Awaited<ReturnType<typeof loadSdk>>;
type Client = ReturnType<Sdk['createPlatformClient']>;

interface Ask<T> {
  readonly signal: AbortSignal;
  readonly shape: z.ZodType<T>;
  readonly timeoutMs?: number;
  readonly run: (sdk: Sdk, client: Client) => Promise<unknown>;
  /** Whether the consent allows it, asked before each request. */
  readonly mayLeave?: () => boolean;
}

/** Datasets v2 of one destination through Palantir's SDK (foundry/README §2). A 401 is followed by one renewal and one more try. */
export class FoundryApi {
  readonly #context: TargetContext;
  #serverClock: ServerClock | null = null;

  constructor(context: TargetContext) {
    this.#context = context;
  }

  /** Foundry's clock by its last response; null if the response had no date. */
  serverClock(): ServerClock | null {
    return this.#serverClock;
  }

  dataset(signal: AbortSignal): Promise<Outcome<{ rid: string }>> {
    const run = ({ Datasets }: Sdk, client: Client) => Datasets.get(client, this.#rid);
    return this.#ask({ signal, shape: datasetSchema, run });
  }

  /** The newest transactions of the branch, newest first. */
  async latestTransactions(signal: AbortSignal): Promise<Outcome<Transaction[]>> {
    const query = { pageSize: 50, preview: true } as const;
    const run = ({ Branches }: Sdk, client: Client) =>
      Branches.transactions(client, this.#rid, this.#branch, query);
    const page = await this.#ask({ signal, shape: transactionsPageSchema, run });
    return page.isOk ? { isOk: true, value: page.value.data } : page;
  }

  createTransaction(signal: AbortSignal): Promise<Outcome<Transaction>> {
    const run = ({ Transactions }: Sdk, client: Client) =>
      Transactions.create(client, this.#rid, { transactionType: 'APPEND' }, { branchName: this.#branch });
    return this.#ask({ signal, shape: transactionSchema, run });
  }

  transaction(rid: string, signal: AbortSignal): Promise<Outcome<Transaction>> {
    const run = ({ Transactions }: Sdk, client: Client) => Transactions.get(client, this.#rid, rid);
    return this.#ask({ signal, shape: transactionSchema, run });
  }

  commit(rid: string, signal: AbortSignal): Promise<Outcome<Transaction>> {
    const run = ({ Transactions }: Sdk, client: Client) => Transactions.commit(client, this.#rid, rid);
    return this.#ask({ signal, shape: transactionSchema, run });
  }

  /** Drops the files written in it. */
  abort(rid: string, signal: AbortSignal, timeoutMs = shortMs): Promise<Outcome<Transaction>> {
    const run = ({ Transactions }: Sdk, client: Client) => Transactions.abort(client, this.#rid, rid);
    return this.#ask({ signal, shape: transactionSchema, timeoutMs, run });
  }

  upload(
    rid: string,
    path: string,
    bytes: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
    mayLeave: () => boolean,
  ): Promise<Outcome<DatasetFile>> {
    const run = ({ Files }: Sdk, client: Client) =>
      Files.upload(client, this.#rid, path, new Blob([bytes]), { transactionRid: rid });
    return this.#ask({ signal, shape: fileSchema, timeoutMs: uploadMs, run, mayLeave });
  }

  /** A file as the branch shows it, or as one transaction wrote it, an open one included. */
  file(path: string, transaction: string | null, signal: AbortSignal): Promise<Outcome<DatasetFile>> {
    const query = transaction === null ? { branchName: this.#branch } : within(transaction);
    const run = ({ Files }: Sdk, client: Client) => Files.get(client, this.#rid, path, query);
    return this.#ask({ signal, shape: fileSchema, run });
  }

  /** All files of one transaction. */
  async filesOf(transaction: string, signal: AbortSignal): Promise<Outcome<DatasetFile[]>> {
    const files: DatasetFile[] = [];
    let pageToken: string | null = null;
    do {
      const page: Outcome<FilesPage> = await this.#filesPage(transaction, pageToken, signal);
      if (!page.isOk) return page;
      files.push(...page.value.data);
      pageToken = page.value.nextPageToken ?? null;
    } while (pageToken !== null);
    return { isOk: true, value: files };
  }

  /** The dataset's schema as of a transaction. */
  schema(transaction: string, signal: AbortSignal): Promise<Outcome<unknown>> {
    const query = { branchName: this.#branch, endTransactionRid: transaction, preview: true };
    const run = ({ Datasets }: Sdk, client: Client) => Datasets.getSchema(client, this.#rid, query);
    return this.#ask({ signal, shape: datasetTableSchema, run });
  }

  /** Puts the 21 columns, read as Parquet, as of a transaction. */
  putSchema(transaction: string, signal: AbortSignal): Promise<Outcome<unknown>> {
    const fieldSchemaList = datasetColumns.map(([name, type]) => ({ name, type, nullable: true }));
    const body = {
      branchName: this.#branch,
      endTransactionRid: transaction,
      dataframeReader: 'PARQUET' as const,
      schema: { fieldSchemaList },
    };
    const run = ({ Datasets }: Sdk, client: Client) =>
      Datasets.putSchema(client, this.#rid, body, { preview: true });
    return this.#ask({ signal, shape: datasetTableSchema, run });
  }

  /** Rows of one transaction by the dataset's schema, as CSV with a header. */
  table(
    transaction: string,
    columns: readonly string[],
    rowLimit: number,
    signal: AbortSignal,
  ): Promise<Outcome<string>> {
    const query = { ...within(transaction), format: 'CSV' as const, columns: [...columns], rowLimit };
    const run = async ({ Datasets }: Sdk, client: Client) =>
      (await Datasets.readTable(client, this.#rid, query)).text();
    return this.#ask({ signal, shape: z.string(), run });
  }

  #filesPage(transaction: string, pageToken: string | null, signal: AbortSignal) {
    const page = pageToken === null ? {} : { pageToken };
    const query = { ...within(transaction), pageSize: filesPerPage, ...page };
    const run = ({ Files }: Sdk, client: Client) => Files.list(client, this.#rid, query);
    return this.#ask({ signal, shape: filesPageSchema, run });
  }

  get #rid(): string {
    return this.#context.destination().dataset;
  }

  get #branch(): string {
    return this.#context.destination().branch || 'master';
  }

  async #ask<T>(ask: Ask<T>): Promise<Outcome<T>> {
    const { credentials } = this.#context;
    const given = await credentials.token('foundry');
    if (!given.isOk) return { isOk: false, failure: withoutToken(given) };
    const isTakenBack = () => ask.mayLeave?.() === false;
    if (isTakenBack()) return { isOk: false, failure: takenBack };
    const first = await this.#send(ask, given.token);
    if (first.isOk || first.failure.meaning !== 'unauthorized') return first;
    const renewal = await credentials.renew('foundry', given.token);
    if (renewal.kind === 'ended')
      return { isOk: false, failure: withoutToken(renewal.reason, first.failure) };
    if (renewal.kind === 'alive') return first;
    if (isTakenBack()) return { isOk: false, failure: takenBack };
    return this.#send(ask, renewal.token);
  }

  /** A page from an intermediary says nothing about Foundry's clock. */
  #noteClock({ headers, json }: HttpAnswer): void {
    const dateMs = Date.parse(headers.get('date') ?? '');
    if (json === undefined || Number.isNaN(dateMs)) return;
    this.#serverClock = { dateMs, atMs: this.#context.clock.nowMs() };
  }

  async #send<T>({ signal, shape, timeoutMs = shortMs, run }: Ask<T>, token: string): Promise<Outcome<T>> {
    const sdk = await loadSdk();
    let last: HttpOutcome | null = null;
    const seen = (outcome: HttpOutcome) => {
      last = outcome;
      if (outcome.kind === 'answer') this.#noteClock(outcome.answer);
    };
    const fetch = makeSdkFetch(this.#context.http, { timeoutMs, signal, seen });
    // The SDK adds /api itself; people copy addresses that end in it.
    const baseUrl = this.#context.destination().baseUrl.replace(/\/api$/, '');
    const client = sdk.createPlatformClient(baseUrl, async () => token, undefined, fetch);
    this.#context.countRequest();
    try {
      return { isOk: true, value: shape.parse(await run(sdk, client)) };
    } catch (error) {
      // Nothing was sent: our own fault.
      if (last === null) throw error;
      return { isOk: false, failure: requestFailureOf(last, token) };
    }
  }
}

const within = (transaction: string) => ({
  startTransactionRid: transaction,
  endTransactionRid: transaction,
});
