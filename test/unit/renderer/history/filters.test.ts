import { expect, test } from 'vitest';
import { dayIn, dayStartIn } from '../../../../src/renderer/components/zone-formats.ts';
import { filtersOf, rangeOf } from '../../../../src/renderer/features/history/filters.ts';
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
    isRemoved: false,
    hasRoute: false,
    by: undefined,
    item: 9,
    since: undefined,
    until: undefined,
    isOverlapping: false,
    isList: true,
    range: undefined,
    at: undefined,
    overlay: undefined,
    isCompared: false,
    isEach: false,
  });
});

test.each([
  '#/history?source=-1&item=x&from=2026-13-40&tab=other&type=',
  '#/history?from=2026-02-31',
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

test('a link to the page of a type keeps its range, day and what stands beside it', () => {
  const query = { type: 'a', range: 'half', at: '2026-01-14', overlay: 'b', compare: '1', each: '1' };
  expect(filtersOf(parseRoute(formatRoute('history', query)))).toMatchObject({
    isList: false,
    range: 'half',
    at: '2026-01-14',
    overlay: 'b',
    isCompared: true,
    isEach: true,
  });
  expect(filtersOf(parseRoute('#/history?type=a&range=decade&at=2026-02-30&since=1e3'))).toMatchObject({
    range: undefined,
    at: undefined,
    since: undefined,
  });
});

test.each(['source=1', 'from=2026-01-01', 'since=0&until=3600', 'item=4', 'removed=1', 'list=1'])(
  'what narrows a list shows the list: %s',
  (query) => expect(filtersOf(parseRoute(`#/history?type=a&${query}`)).isList).toBe(true),
);

test('the hours of a bar go before the days', () => {
  expect(rangeOf({ from: '2026-03-28', to: undefined, since: 7200, until: 10_800 }, 'UTC')).toEqual({
    from: 7200,
    to: 10_800,
  });
});

test('an address of no page names none: the app chooses the first', () => {
  expect(parseRoute('#/nowhere').page).toBeNull();
});

test.each([null, 'Europe/Berlin', 'Asia/Tokyo', 'America/New_York'])(
  'the last day is in the range whole, with its clock change, in %s',
  (zone) => {
    const range = rangeOf({ from: '2026-03-28', to: '2026-03-29' }, zone);
    expect(range.from).toBe(dayStartIn('2026-03-28', 0, zone));
    expect(range.to).toBe(dayStartIn('2026-03-30', 0, zone));
    expect([dayIn(range.from ?? 0, zone), dayIn((range.to ?? 0) - 1, zone)]).toEqual([
      '2026-03-28',
      '2026-03-29',
    ]);
    expect(rangeOf({ from: undefined, to: undefined }, zone)).toEqual({});
  },
);

test('a day of the home zone begins at its midnight there', () => {
  expect(rangeOf({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')).toEqual({
    from: Date.parse('2026-03-28T23:00:00Z') / 1000,
    to: Date.parse('2026-03-29T22:00:00Z') / 1000,
  });
});
