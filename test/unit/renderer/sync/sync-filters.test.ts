import { expect, test } from 'vitest';
import { syncFiltersOf, syncQuery } from '../../../../src/renderer/features/sync/sync-filters.ts';
import { formatRoute, parseRoute } from '../../../../src/renderer/navigation/routes.ts';

test('a link keeps what it shows', () => {
  const filters = { tab: 'failed', destination: 2, item: { kind: 'mutation', id: 12 } } as const;
  expect(syncFiltersOf(parseRoute(formatRoute('sync', syncQuery(filters))))).toEqual(filters);
});

test.each(['#/sync?tab=other&destination=-1&item=mutation', '#/sync?item=chunk-0&destination=1e3', '#/sync'])(
  'a stale link is no harm: %s',
  (hash) =>
    expect(syncFiltersOf(parseRoute(hash))).toEqual({
      tab: undefined,
      destination: undefined,
      item: undefined,
    }),
);
