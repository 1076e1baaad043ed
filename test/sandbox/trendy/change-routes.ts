import type { RouteHandler } from './backend.ts';
import { renderChange } from './render.ts';
import { jsonReply, plainError } from './replies.ts';
import { formatTimestamp } from './timestamps.ts';

/** Go's ParseInt in 64 bits: beyond is an error like any other. */
const isInteger = (text: string): boolean =>
  /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);

/** `GET /changes`: 100 by default; outside 1 to 500 silently 100; nothing new echoes `since` (trendy/README §1.14). */
export const listChanges: RouteHandler = (backend, { user, query }) => {
  const sinceText = query.get('since') || '0';
  if (!isInteger(sinceText)) return plainError(400, "invalid 'since' parameter: must be an integer");
  const limitText = query.get('limit') || '100';
  if (!isInteger(limitText)) return plainError(400, "invalid 'limit' parameter: must be an integer");
  const since = Number(sinceText);
  const asked = Number(limitText);
  const { rows, hasMore } = backend.store.changes.since(
    user.id,
    since,
    asked > 0 && asked <= 500 ? asked : 100,
    backend.store.capped,
  );
  return jsonReply(200, {
    changes: rows.map(renderChange),
    next_cursor: rows.at(-1)?.id ?? since,
    has_more: hasMore,
  });
};

/** `GET /changes/latest-cursor`: 0 without a row. */
export const latestCursor: RouteHandler = (backend, { user }) =>
  jsonReply(200, { cursor: backend.store.changes.latestCursor(user.id) });

/** `GET /me/sync` (trendy/README §1.15): counts saturate at the row cap, `last_sync` is never filled. */
export const syncStatus: RouteHandler = (backend, { user }) => {
  const { events, types, changes, capped } = backend.store;
  const count = (all: readonly unknown[]) => capped(all).length;
  const rows = events.of(user.id);
  const health = rows.filter(({ sourceType }) => sourceType === 'healthkit');
  const ownTypes = types.of(user.id);
  const cursor = changes.latestCursor(user.id);
  const counts = { events: count(rows), event_types: count(ownTypes) };
  const recommendations: string[] = [];
  if (counts.event_types === 0)
    recommendations.push('No event types found. Create event types to start tracking.');
  else if (counts.events === 0) recommendations.push('No events recorded yet. Start tracking to see data.');
  let status = recommendations.length > 0 ? 'pending_changes' : 'all_synced';
  if (cursor === 0 && counts.events + counts.event_types > 0) {
    status = 'resync_recommended';
    recommendations.push('Change log is empty but data exists. Consider a full sync.');
  }
  const body = {
    ...latest('last_event', rows),
    ...latest('last_event_type', ownTypes),
    counts,
    healthkit: { ...latest('last_sync', health), count: count(health) },
    latest_cursor: cursor,
    status,
    ...(recommendations.length > 0 ? { recommendations } : {}),
  };
  return jsonReply(200, body, { 'Cache-Control': 'private, max-age=30' });
};

/** The newest `updated_at`, or nothing. */
function latest(key: string, rows: readonly { readonly updatedAt: number }[]): Record<string, string> {
  if (rows.length === 0) return {};
  return { [key]: formatTimestamp(rows.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), 0)) };
}
