import { expect, test } from 'vitest';
import {
  repeatableOf,
  syncFiltersOf,
  syncQuery,
} from '../../../../src/renderer/features/sync/sync-filters.ts';
import { formatRoute, parseRoute } from '../../../../src/renderer/navigation/routes.ts';
import { fakeCard, overviewOf } from '../../../ui/fake-bridge/fake-sync.ts';

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

test('every uncertain item, and some failed ones, may be stored twice by a retry', () => {
  const rows = { queued: 3, sending: 0, waiting: 0, uncertain: 2, failed: 5, delivered: 9, discarded: 4 };
  const card = { rows, failedRepeatable: 1 };
  const overview = overviewOf([fakeCard(card), fakeCard({ ...card, id: 2, target: 'atlas' })]);
  expect([repeatableOf('uncertain', overview, undefined), repeatableOf('uncertain', overview, 2)]).toEqual([
    4, 2,
  ]);
  expect([repeatableOf('failed', overview, undefined), repeatableOf('failed', overview, 1)]).toEqual([2, 1]);
  expect([repeatableOf('pending', overview, 1), repeatableOf('discarded', overview, 1)]).toEqual([0, 0]);
});
