// Palantir's own SDK against the stand-in, and plain fetch for what the SDK hides.
import { createPlatformClient } from '@osdk/client';
import { Branches, Files, Transactions } from '@osdk/foundry.datasets';
import type { FoundrySandbox } from '../../../sandbox/foundry/start-foundry.ts';

export const uploadRoute = 'POST /v2/datasets/:rid/files/:path/upload';
export const createRoute = 'POST /v2/datasets/:rid/transactions';
export const commitRoute = 'POST /v2/datasets/:rid/transactions/:txn/commit';

/** The calls the direct target makes, bound to the sandbox's dataset. */
export function sdkFor(foundry: FoundrySandbox, token = foundry.token()) {
  const client = createPlatformClient(foundry.baseUrl, async () => token);
  const rid = foundry.datasetRid;
  return {
    client,
    create: () => Transactions.create(client, rid, { transactionType: 'APPEND' }),
    upload: (path: string, text: string, transactionRid: string) =>
      Files.upload(client, rid, path, new Blob([text]), { transactionRid }),
    commit: (transactionRid: string) => Transactions.commit(client, rid, transactionRid),
    abort: (transactionRid: string) => Transactions.abort(client, rid, transactionRid),
    transaction: (transactionRid: string) => Transactions.get(client, rid, transactionRid),
    history: (query: { pageSize?: number; pageToken?: string; preview?: boolean } = { preview: true }) =>
      Branches.transactions(client, rid, 'master', query),
    file: (path: string) => Files.get(client, rid, path),
    content: async (path: string) => (await Files.content(client, rid, path)).text(),
    list: (query: { pageSize?: number; pageToken?: string } = {}) => Files.list(client, rid, query),
    filesIn: (transactionRid: string) =>
      Files.list(client, rid, { startTransactionRid: transactionRid, endTransactionRid: transactionRid }),
  };
}

/** Uploads one file in a transaction of its own and commits it. */
export async function store(foundry: FoundrySandbox, path: string, text: string): Promise<void> {
  const sdk = sdkFor(foundry);
  const { rid } = await sdk.create();
  await sdk.upload(path, text, rid);
  await sdk.commit(rid);
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export async function raw(
  foundry: FoundrySandbox,
  route: string,
  init: { readonly body?: string; readonly headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const [method = 'GET', path = ''] = route.split(' ');
  const response = await fetch(`${foundry.baseUrl}/api/v2/datasets/${foundry.datasetRid}${path}`, {
    method,
    headers: { authorization: `Bearer ${foundry.token()}`, ...init.headers },
    redirect: 'manual',
    ...(init.body === undefined ? {} : { body: init.body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json' && text.endsWith('}');
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}
