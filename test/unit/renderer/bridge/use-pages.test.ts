import { expect, test } from 'vitest';
import {
  isMissing,
  type ListPage,
  readShown,
  type Shown,
} from '../../../../src/renderer/bridge/use-pages.ts';
import { seededRandom } from '../../../sandbox/http/faults.ts';

const pageSize = 10;

/** A far list of descending numbers; a cursor is the last number of a page. */
function farList(size: number) {
  const list = {
    items: Array.from({ length: size }, (_, index) => size - index),
    reads: 0,
    read: async (after: string | null, until: string | null) => {
      list.reads += 1;
      const limit = until === null ? pageSize : 2 * pageSize;
      const found = list.items.filter(
        (item) => (after === null || item < Number(after)) && (until === null || item >= Number(until)),
      );
      return { rows: found.slice(0, limit), next: found.length > limit ? String(found[limit - 1]) : null };
    },
  };
  return list;
}

type Far = ReturnType<typeof farList>;

const rowsOf = (pages: readonly ListPage<number>[]) => pages.flatMap(({ rows }) => rows);

async function settle(far: Far, pages: ListPage<number>[], shown: Shown, hasChanged: boolean) {
  let now = await readShown(pages, shown, hasChanged, pageSize, far.read);
  for (let turn = 0; isMissing(now, shown) && turn < 50; turn++)
    now = await readShown(now, shown, false, pageSize, far.read);
  return now;
}

/** Everything from the top down, a screen at a time. */
async function scrollDown(far: Far, pages: ListPage<number>[]) {
  let now = pages;
  for (let first = 0; first === 0 || first < rowsOf(now).length; first += 8)
    now = await settle(far, now, { first, last: first + 8 }, false);
  return now;
}

test('a change reads what is on screen, however many pages are read', async () => {
  const far = farList(1000);
  let pages = await scrollDown(far, []);
  expect(rowsOf(pages)).toEqual(far.items);
  expect(pages.length).toBe(100);
  far.reads = 0;
  pages = await readShown(pages, { first: 503, last: 507 }, true, pageSize, far.read);
  expect(far.reads).toBe(1);
  pages = await readShown(pages, { first: 508, last: 513 }, true, pageSize, far.read);
  expect(far.reads).toBe(3);
  expect(rowsOf(pages)).toEqual(far.items);
});

test('what left is gone, what came is there, and what is read later is right as well', async () => {
  const far = farList(300);
  let pages = await scrollDown(far, []);
  // Those of a whole screen leave; 45 new ones come at the top, where nobody looks.
  far.items = [...Array.from({ length: 45 }, (_, index) => 345 - index), ...far.items].filter(
    (item) => item > 200 || item <= 170,
  );
  pages = await settle(far, pages, { first: 98, last: 108 }, true);
  const seen = rowsOf(pages).slice(98, 109);
  expect(seen[0]).toBe(202);
  expect(seen).toEqual(far.items.slice(far.items.indexOf(202), far.items.indexOf(202) + 11));
  expect(rowsOf(await scrollDown(far, pages))).toEqual(far.items);
});

test('a list that became empty shows what comes next', async () => {
  const far = farList(60);
  let pages = await scrollDown(far, []);
  far.items = [];
  pages = await settle(far, pages, { first: 50, last: 58 }, true);
  pages = await settle(far, pages, { first: 0, last: 0 }, true);
  expect(rowsOf(await scrollDown(far, pages))).toEqual([]);
  far.items = [61];
  pages = await settle(far, pages, { first: 50, last: 58 }, true);
  expect(rowsOf(pages)).toEqual([61]);
});

test('whatever comes and goes, what is on screen is a part of the list without a gap', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const far = farList(400);
    let pages = await scrollDown(far, []);
    let top = 401;
    for (let turn = 0; turn < 40; turn++) {
      const share = random() < 0.2 ? 0.5 : 0.02;
      far.items = far.items.filter(() => random() > share);
      const came = random() < 0.5 ? Math.floor(random() * 35) : 0;
      far.items = [...Array.from({ length: came }, (_, index) => top + came - index), ...far.items];
      top += came;
      // Some come in the middle, as an import puts them.
      const between = Math.floor(random() * top) + 0.5;
      if (!far.items.includes(between)) far.items = [...far.items, between].sort((a, b) => b - a);
      const first = random() < 0.3 ? 0 : Math.floor(random() * rowsOf(pages).length);
      pages = await settle(far, pages, { first, last: first + 12 }, true);
      // A list that became shorter is scrolled to its end.
      let at = first;
      while (at > 0 && at + 13 > rowsOf(pages).length) {
        at = Math.max(0, Math.min(at - 1, rowsOf(pages).length - 13));
        pages = await settle(far, pages, { first: at, last: at + 12 }, false);
      }
      const seen = rowsOf(pages).slice(at, at + 13);
      const from = far.items.indexOf(seen[0] ?? Number.NaN);
      expect(seen, `seed ${seed} turn ${turn}`).toEqual(
        from < 0 ? [] : far.items.slice(from, from + seen.length),
      );
      if (at === 0) expect(from).toBe(far.items.length === 0 ? -1 : 0);
    }
    expect(rowsOf(await scrollDown(far, pages)), `seed ${seed}`).toEqual(far.items);
  }
});
