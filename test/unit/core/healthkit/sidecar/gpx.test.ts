import { describe, expect, it } from 'vitest';
import { type Route, readRoute } from '../../../../../src/core/healthkit/sidecar/gpx.ts';
import { routeColumns } from '../../../../../src/core/healthkit/sidecar/route-columns.ts';
import { endlessEntry, entryOf } from './entries.ts';

const asPhoneWritesIt = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><time>2019-06-11T22:30:00Z</time></metadata>
  <trk>
    <name>Route 2019-06-11 3:00&#160;pm</name>
    <trkseg>
      <trkpt lon="4.350001" lat="50.850002"><ele>20.5</ele><time>2019-06-11T19:00:00Z</time><extensions><speed>1.25</speed><course>359.5</course><hAcc>4.5</hAcc><vAcc>3.25</vAcc></extensions></trkpt>
      <trkpt lat="-50.5" lon="-4.5"><time>2019-06-11T19:00:01.250Z</time><ele>-3e1</ele><extensions><vAcc>1</vAcc><hAcc>2</hAcc></extensions></trkpt>
    </trkseg>
    <trkseg>
      <trkpt lat="1" lon="2"/>
    </trkseg>
  </trk>
</gpx>
`;

const point = (route: Route, index: number) =>
  Object.fromEntries(
    Object.entries(routeColumns).map(([name, column]) => [
      name,
      route.columns[column * route.pointCount + index],
    ]),
  );

const wrap = (points: string) => `<gpx><trk><trkseg>${points}</trkseg></trk></gpx>`;
const coded = async (text: string) =>
  readRoute(entryOf(text)).then(
    () => null,
    (error) => error.code,
  );

describe('readRoute', () => {
  it.each([1, 13, 100_000])('reads every column, whatever the order, in chunks of %i', async (size) => {
    const route = await readRoute(entryOf(asPhoneWritesIt, size));
    const at = Date.UTC(2019, 5, 11, 19) / 1000;
    expect(route).toMatchObject({
      name: 'Route 2019-06-11 3:00\u00a0pm',
      pointCount: 3,
      startAt: at,
      endAt: at + 1.25,
    });
    expect(point(route, 0)).toEqual({
      time: at,
      latitude: 50.850002,
      longitude: 4.350001,
      elevation: 20.5,
      speed: 1.25,
      course: 359.5,
      horizontalAccuracy: 4.5,
      verticalAccuracy: 3.25,
    });
    expect(point(route, 1)).toEqual({
      time: at + 1.25,
      latitude: -50.5,
      longitude: -4.5,
      elevation: -30,
      speed: Number.NaN,
      course: Number.NaN,
      horizontalAccuracy: 2,
      verticalAccuracy: 1,
    });
    expect(point(route, 2)).toMatchObject({ time: Number.NaN, latitude: 1, longitude: 2 });
  });

  it('reads prefixed names, offsets, and the span of points that are out of order', async () => {
    const route = await readRoute(
      entryOf(
        '<g:gpx><g:trk><g:trkseg><g:trkpt lat="1" lon="2"><g:time>2024-12-01T10:00:10+01:00</g:time></g:trkpt>' +
          '<g:trkpt lat="1" lon="2"><g:time>2024-12-01T09:00:00Z</g:time><x:ext><x:hAcc> 5 </x:hAcc></x:ext></g:trkpt></g:trkseg></g:trk></g:gpx>',
      ),
    );
    const at = Date.UTC(2024, 11, 1, 9) / 1000;
    expect(route).toMatchObject({ name: null, startAt: at, endAt: at + 10 });
    expect(point(route, 1)['horizontalAccuracy']).toBe(5);
  });

  it('takes many points and none', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => `<trkpt lat="${i / 100}" lon="0"/>`).join('');
    const route = await readRoute(entryOf(wrap(many), 4096));
    expect(route.pointCount).toBe(5000);
    expect(route.columns).toHaveLength(5000 * 8);
    expect(point(route, 4999)['latitude']).toBe(49.99);
    expect(await readRoute(entryOf(wrap('')))).toMatchObject({ pointCount: 0, startAt: null, endAt: null });
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['another root', '<kml></kml>'],
    ['a cut before the first point is whole', asPhoneWritesIt.slice(0, 400)],
    ['an entity declaration', `<!DOCTYPE gpx [<!ENTITY a "b">]>${wrap('')}`],
    ['crossed tags', '<gpx><trk></gpx></trk>'],
  ])('refuses %s', async (_, text) => {
    expect(await coded(text)).toBe('route.malformed');
  });

  const good = '<trkpt lat="1" lon="2"><ele>3</ele><time>2024-01-01T00:00:00Z</time></trkpt>';

  it.each<[string, string, number]>([
    ['no longitude', '<trkpt lat="1"/>', 1],
    ['a latitude beyond the pole', '<trkpt lat="91" lon="0"><ele>1</ele></trkpt>', 1],
    ['an infinite place', '<trkpt lat="Infinity" lon="0"/>', 1],
    ['a place of nan', '<trkpt lat="nan" lon="nan"><time>2024-01-01T00:00:00Z</time></trkpt>', 1],
  ])('leaves out and counts a point with %s', async (_, point, count) => {
    const route = await readRoute(entryOf(wrap(`${good}${point}${good}`)));
    expect(route).toMatchObject({ pointCount: 2, unreadable: count, isCut: false });
    expect([...route.columns.subarray(2, 4)]).toEqual([1, 1]);
  });

  it.each<[string, string, number]>([
    ['an empty number', '<ele/>', 0],
    ['an empty number in two tags', '<ele> </ele>', 0],
    ['nan', '<ele>nan</ele>', 0],
    ['nan in an extension', '<extensions><vAcc>NaN</vAcc></extensions>', 0],
    ['a number that is none', '<ele>high</ele>', 1],
    ['a time that is none', '<time>yesterday</time>', 1],
    ['a day that is none', '<time>2024-02-30T10:00:00Z</time>', 1],
    ['an hour that is none', '<time>2024-02-20T25:00:00Z</time>', 1],
    ['a year of the Buddhist calendar', '<time>2567-01-01T00:00:00Z</time>', 1],
    ['a year of a Japanese era', '<time>0007-01-01T00:00:00Z</time>', 1],
  ])('keeps a point without what says nothing: %s', async (_, inner, count) => {
    const route = await readRoute(entryOf(wrap(`${good}<trkpt lat="1" lon="2">${inner}</trkpt>${good}`)));
    expect(route).toMatchObject({ pointCount: 3, unreadable: count });
    const middle = point(route, 1);
    expect(middle).toMatchObject({ latitude: 1, longitude: 2, elevation: Number.NaN, time: Number.NaN });
    expect(point(route, 2)).toMatchObject({ elevation: 3, time: Date.UTC(2024) / 1000 });
  });

  it('keeps the inner one of two nested points', async () => {
    const nested = '<trkpt lat="5" lon="5"><trkpt lat="1" lon="2"/></trkpt>';
    const route = await readRoute(entryOf(wrap(`${nested}${good}`)));
    expect(route).toMatchObject({ pointCount: 2, unreadable: 1 });
  });

  it('reads decimal commas, other digits and a clock of twelve hours', async () => {
    const inner = '<ele>10,5</ele><time>2025-05-10T4:00:01 PMZ</time><speed>٢٫٥</speed>';
    const route = await readRoute(entryOf(wrap(`<trkpt lon="4,3" lat="−50,8">${inner}</trkpt>`)));
    expect(point(route, 0)).toMatchObject({
      latitude: -50.8,
      longitude: 4.3,
      elevation: 10.5,
      speed: 2.5,
      time: Date.UTC(2025, 4, 10, 16, 0, 1) / 1000,
    });
    expect(route.unreadable).toBe(0);
  });

  it.each<[string, (text: string) => Parameters<typeof readRoute>[0]]>([
    ['cut in a tag', (text) => entryOf(text.slice(0, text.lastIndexOf('<trkpt') + 9))],
    ['cut at the very end', (text) => entryOf(text.slice(0, -1))],
    ['with tags that cross', (text) => entryOf(text.replace('</trkseg>', '</trk>'))],
    ['whose archive is damaged', (text) => entryOf(text, 64, 'import.damaged_archive')],
    ['whose archive is cut', (text) => entryOf(text, 64, 'import.truncated_archive')],
  ])('keeps the points before the break of a file %s', async (_, entry) => {
    const route = await readRoute(entry(wrap(good.repeat(4))));
    expect(route.isCut).toBe(true);
    expect(route.pointCount).toBeGreaterThan(0);
    expect(route.unreadable).toBe(0);
  });

  it('refuses damage and too much, and lets a changed archive through as what it is', async () => {
    const fails = (entry: Parameters<typeof readRoute>[0]) =>
      readRoute(entry).then(
        () => null,
        (error) => error.code,
      );
    expect(await fails(entryOf('<gpx>', 64, 'import.damaged_archive'))).toBe('route.malformed');
    expect(await fails(entryOf(asPhoneWritesIt, 64, 'import.bomb'))).toBe('route.malformed');
    expect(await fails(entryOf(asPhoneWritesIt, 64, 'import.changed_while_reading'))).toBe(
      'import.changed_while_reading',
    );
    expect(await fails(endlessEntry(600 * 1024 * 1024))).toBe('route.malformed');
  });
});
