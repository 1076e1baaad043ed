// Which route a path is; the template names it in the log and for the faults.

export const routes = [
  'GET /v2/datasets/:rid',
  'GET /v2/datasets/:rid/readTable',
  'GET /v2/datasets/:rid/getSchema',
  'PUT /v2/datasets/:rid/putSchema',
  'POST /v2/datasets/:rid/transactions',
  'GET /v2/datasets/:rid/transactions/:txn',
  'POST /v2/datasets/:rid/transactions/:txn/commit',
  'POST /v2/datasets/:rid/transactions/:txn/abort',
  'GET /v2/datasets/:rid/branches/:branch',
  'GET /v2/datasets/:rid/branches/:branch/transactions',
  'GET /v2/datasets/:rid/files',
  'GET /v2/datasets/:rid/files/:path',
  'GET /v2/datasets/:rid/files/:path/content',
  'DELETE /v2/datasets/:rid/files/:path',
  'POST /v2/datasets/:rid/files/:path/upload',
] as const;
export type FoundryRoute = (typeof routes)[number];

export interface Matched {
  readonly route: FoundryRoute;
  /** The variable parts by name (`rid`, `txn`, `branch`, `path`), percent-decoded. */
  readonly parts: Readonly<Record<string, string>>;
}

const patterns = routes.map((route) => {
  const [method = '', path = ''] = route.split(' ');
  return { route, method, steps: `/api${path}`.split('/') };
});

/** The route of a request, or null. A slash inside a file path must be sent as `%2F`, as the SDK does. */
export function matchRoute(method: string, path: string): Matched | null {
  const sent = path.split('/');
  for (const { route, method: wanted, steps } of patterns) {
    if (wanted !== method || steps.length !== sent.length) continue;
    if (!steps.every((step, at) => step.startsWith(':') || step === sent[at])) continue;
    const parts: Record<string, string> = {};
    for (const [at, step] of steps.entries())
      if (step.startsWith(':')) parts[step.slice(1)] = decoded(sent[at] ?? '');
    return { route, parts };
  }
  return null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
