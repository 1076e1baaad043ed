import { CodedError } from '../../../shared/errors.ts';
import type { NameTable, Tag, XmlHandler } from '../xml/tag.ts';
import type { Route } from './gpx.ts';
import { gpxTime } from './gpx-time.ts';
import { RoutePoints, routeColumns } from './route-columns.ts';

/** Elements of a point with one number in them; their names with any prefix. */
const numbers: ReadonlyMap<string, number> = new Map([
  ['ele', routeColumns.elevation],
  ['speed', routeColumns.speed],
  ['course', routeColumns.course],
  ['hAcc', routeColumns.horizontalAccuracy],
  ['vAcc', routeColumns.verticalAccuracy],
]);

/** Takes the elements of a GPX document and gathers its track points. */
export class RouteHandler implements XmlHandler {
  /** The scanner's names: set once it exists, before the first byte. */
  names: NameTable | null = null;
  private readonly localNames = new Map<number, string>();
  private readonly points = new RoutePoints();
  private isInPoint = false;
  private isInTrack = false;
  private trackName: string | null = null;
  /** Elements open, outermost first, by local name. */
  private readonly path: string[] = [];
  private content = '';

  open(tag: Tag): void {
    const name = this.localName(tag.nameId);
    this.content = '';
    if (name === 'trk') this.isInTrack = true;
    if (name === 'trkpt') {
      if (this.isInPoint) throw malformed('nested_point');
      this.startPoint(tag);
    }
    if (tag.selfClosing) this.leave(name);
    else this.path.push(name);
  }

  close(nameId: number): void {
    this.path.pop();
    this.leave(this.localName(nameId));
    this.content = '';
  }

  text(value: string): void {
    this.content += value;
  }

  /** What was gathered; to be asked for once the document was found whole. */
  route(): Route {
    const { count } = this.points;
    const columns = this.points.columns();
    let startAt: number | null = null;
    let endAt: number | null = null;
    for (const time of columns.subarray(0, count)) {
      if (Number.isNaN(time)) continue;
      startAt = startAt === null ? time : Math.min(startAt, time);
      endAt = endAt === null ? time : Math.max(endAt, time);
    }
    return { name: this.trackName, pointCount: count, startAt, endAt, columns };
  }

  private startPoint(tag: Tag): void {
    this.isInPoint = true;
    this.points.startPoint();
    const { point } = this.points;
    for (let index = 0; index < tag.attributeCount; index++) {
      const name = this.localName(tag.attributeIds[index] ?? -1);
      if (name === 'lat') point[routeColumns.latitude] = degrees(tag.value(index), 90);
      if (name === 'lon') point[routeColumns.longitude] = degrees(tag.value(index), 180);
    }
    const hasPlace =
      !Number.isNaN(point[routeColumns.latitude]) && !Number.isNaN(point[routeColumns.longitude]);
    if (!hasPlace) throw malformed('no_place');
  }

  private leave(name: string): void {
    const parent = this.path.at(-1);
    if (name === 'trk') this.isInTrack = false;
    else if (name === 'trkpt') {
      this.points.endPoint();
      this.isInPoint = false;
    } else if (this.isInPoint && name === 'time') {
      this.points.point[routeColumns.time] = gpxTime(this.content) ?? fail('bad_time');
    } else if (this.isInPoint && numbers.has(name)) {
      this.points.point[numbers.get(name) ?? 0] = number(this.content);
    } else if (name === 'name' && this.isInTrack && parent === 'trk') this.trackName ??= this.content.trim();
  }

  private localName(id: number): string {
    const known = this.localNames.get(id);
    if (known !== undefined) return known;
    const name = this.names?.name(id) ?? '';
    const local = name.slice(name.indexOf(':') + 1);
    this.localNames.set(id, local);
    return local;
  }
}

function number(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : fail('bad_number');
}

function degrees(text: string, limit: number): number {
  const value = number(text);
  return Math.abs(value) <= limit ? value : fail('bad_place');
}

function malformed(reason: string): CodedError {
  return new CodedError('route.malformed', { reason });
}

function fail(reason: string): never {
  throw malformed(reason);
}
