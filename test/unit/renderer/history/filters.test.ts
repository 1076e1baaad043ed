import { expect, test } from 'vitest';
import { dayOf, dayStart, filtersOf, rangeOf } from '../../../../src/renderer/features/history/filters.ts';
import { formatRoute, parseRoute } from '../../../../src/renderer/navigation/routes.ts';

test('a link keeps its filters', () => {
  const query = { type: 'com.example.a b&c', source: '3', from: '2026-01-01', to: '2026-01-14', item: '9' };
  expect(filtersOf(parseRoute(formatRoute('history', query)))).toEqual({
    tab: 'records',
    type: 'com.example.a b&c',
    activity: undefined,
    category: undefined,
    text: undefined,
    source: 3,
    from: '2026-01-01',
    to: '2026-01-14',
    item: 9,
  });
});

test.each([
  '#/history?source=-1&item=x&from=2026-13-40&tab=other&type=',
  '#/nowhere?source=1e9',
  '',
  '#',
  '#/history?%',
])('a stale link is no harm: %s', (hash) => {
  const { tab, source, item, from, type } = filtersOf(parseRoute(hash));
  expect({ tab, source, item, from, type }).toEqual({
    tab: 'records',
    source: undefined,
    item: undefined,
    from: undefined,
    type: undefined,
  });
});

test('a link to events keeps its category and what is looked for', () => {
  const filters = filtersOf(parseRoute('#/history?tab=events&category=water&text=ml&item=4'));
  expect(filters).toMatchObject({ tab: 'events', category: 'water', text: 'ml', item: 4 });
  expect(filtersOf(parseRoute('#/history?tab=events&category=heart')).category).toBeUndefined();
});

test('unknown pages are the first page', () => {
  expect(parseRoute('#/nowhere').page).toBe('import');
});

test('the last day is in the range whole', () => {
  const range = rangeOf({ from: '2026-03-28', to: '2026-03-29' });
  expect(range.from).toBe(dayStart('2026-03-28'));
  expect(range.to).toBe(dayStart('2026-03-30'));
  expect(dayOf((range.to ?? 0) - 1)).toBe('2026-03-29');
  expect(rangeOf({ from: undefined, to: undefined })).toEqual({});
});
