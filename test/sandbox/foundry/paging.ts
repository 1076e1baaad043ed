// Page sizes and tokens as the list endpoints take them. The token is opaque to clients.
import { invalid } from './api-error.ts';

/** One page of `all`, with the token of the next one if there is more. Throws InvalidPageSize and InvalidPageToken. */
export function pageOf<Item>(
  all: readonly Item[],
  query: URLSearchParams,
  sizes: { readonly usual: number; readonly most: number },
): { readonly data: readonly Item[]; readonly nextPageToken?: string } {
  const asked = query.get('pageSize');
  const size = asked === null ? sizes.usual : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > sizes.most)
    throw invalid('InvalidPageSize', { pageSize: asked });
  const from = offsetIn(query.get('pageToken'));
  const data = all.slice(from, from + size);
  return from + size < all.length ? { data, nextPageToken: tokenFor(from + size) } : { data };
}

const tokenFor = (offset: number) => Buffer.from(`offset:${offset}`).toString('base64url');

function offsetIn(pageToken: string | null): number {
  if (pageToken === null) return 0;
  const offset = /^offset:(\d+)$/.exec(Buffer.from(pageToken, 'base64url').toString())?.[1];
  if (offset === undefined) throw invalid('InvalidPageToken', { pageToken });
  return Number(offset);
}
