import { CodedError } from '../../../shared/errors.ts';
import { type MidnightMemo, readNumber, readUtcTime, routeMidnights } from '../byte-values.ts';
import type { DateStyle } from '../date.ts';
import type { NameTable, Tag, XmlHandler } from '../xml/tag.ts';
import type { Route } from './gpx.ts';
import { readPlainPoint, readPlainStart } from './gpx-point.ts';
import { maxRoutePoints, RoutePoints, routeColumns } from './route-columns.ts';
import { longestContent, takeDegrees, takeFigure } from './route-figures.ts';

/** The role of an element: a column of the point around it, or one of these. */
const role = { none: -1, track: 100, point: 101, name: 102 } as const;

/** By local name, so any prefix works. */
const roles: ReadonlyMap<string, number> = new Map<string, number>([
  ['trk', role.track],
  ['trkpt', role.point],
  ['name', role.name],
  ['time', routeColumns.time],
  ['ele', routeColumns.elevation],
  ['speed', routeColumns.speed],
  ['course', routeColumns.course],
  ['hAcc', routeColumns.horizontalAccuracy],
  ['vAcc', routeColumns.verticalAccuracy],
]);

/** Collects the track points of a GPX document. */
export class RouteHandler implements XmlHandler {
  /** The scanner's names, set before the first byte. */
  names: NameTable | null = null;
  private readonly roleOfId: number[] = [];
  private readonly points = new RoutePoints();
  private isInPoint = false;
  /** The open point has no location and will be left out. */
  private isLost = false;
  /** Number of open elements, and the depth of the open track's children. */
  private depth = 0;
  private depthInTrack = -1;
  private trackName: string | null = null;
  /** The content of the innermost element, collected if it is needed. */
  private isGathering = false;
  private content = '';
  /** Whether the innermost element's column was already read from the bytes. */
  private isTaken = false;
  private readonly dates: DateStyle;
  private readonly midnight: MidnightMemo;
  private role: number = role.none;

  constructor(dates: DateStyle) {
    this.dates = dates;
    this.midnight = routeMidnights(dates);
  }

  open(tag: Tag): void {
    const is = this.roleOf(tag.nameId);
    this.content = '';
    this.isGathering = is !== role.none;
    this.isTaken = false;
    this.role = is;
    this.depth += 1;
    if (is === role.track) this.depthInTrack = this.depth + 1;
    else if (is === role.point) this.startPoint(tag);
    if (tag.selfClosing) this.close(tag.nameId);
  }

  close(nameId: number): void {
    const is = this.roleOf(nameId);
    if (is === role.track) this.depthInTrack = -1;
    else if (is === role.point) this.closePoint();
    else if (is === role.name && this.depth === this.depthInTrack)
      this.trackName ??= this.content.slice(0, longestContent).trim();
    else if (this.isInPoint && is >= 0 && is < role.track && !this.isTaken) {
      takeFigure(this.points, is, this.content, this.dates);
    }
    this.depth -= 1;
    this.isGathering = false;
    this.isTaken = false;
  }

  /** Reads this point and the following ones at once if they have the phone's usual form. */
  takeElement(bytes: Uint8Array, from: number, end: number): number {
    if (this.role !== role.point || this.isLost) return -1;
    const { point } = this.points;
    const [latitude, longitude] = [
      point[routeColumns.latitude] as number,
      point[routeColumns.longitude] as number,
    ];
    const after = readPlainPoint(bytes, from, end, point, this.midnight);
    if (after < 0) {
      this.points.startPoint();
      point[routeColumns.latitude] = latitude;
      point[routeColumns.longitude] = longitude;
      return after;
    }
    this.endPoint();
    this.isInPoint = false;
    this.depth -= 1;
    this.isGathering = false;
    return this.takePoints(bytes, after, end);
  }

  /** Reads complete plain points from here; returns the offset after the last one. */
  private takePoints(bytes: Uint8Array, from: number, end: number): number {
    for (let taken = from; ; ) {
      this.points.startPoint();
      const content = readPlainStart(bytes, taken, end, this.points.point);
      const after = content < 0 ? -1 : readPlainPoint(bytes, content, end, this.points.point, this.midnight);
      if (after < 0) return taken;
      this.endPoint();
      taken = after;
    }
  }

  /** Reads plain numbers and times, nearly all of a route; anything else goes through `text`. */
  rawText(bytes: Uint8Array, from: number, to: number): boolean {
    const is = this.role;
    if (!this.isGathering || !this.isInPoint || is < 0 || is >= role.track) return !this.isGathering;
    const isWhole = this.content === '' && bytes[to + 1] === 0x2f;
    if (!isWhole) return false;
    const value =
      is === routeColumns.time ? readUtcTime(bytes, from, to, this.midnight) : readNumber(bytes, from, to);
    if (Number.isNaN(value)) return false;
    this.points.point[is] = value;
    this.isTaken = true;
    return true;
  }

  /** Text comes in whole parts, so the collected content may exceed the longest by one part. */
  text(value: string): void {
    if (!this.isGathering || this.content.length >= longestContent) return;
    this.content = this.content === '' ? value : this.content + value;
  }

  /** The collected route; `isCut`: the document is truncated or unreadable before its end. */
  route(isCut: boolean): Route {
    const { count } = this.points;
    const columns = this.points.columns();
    let startAt: number | null = null;
    let endAt: number | null = null;
    for (const at of columns.subarray(0, count)) {
      if (Number.isNaN(at)) continue;
      startAt = startAt === null ? at : Math.min(startAt, at);
      endAt = endAt === null ? at : Math.max(endAt, at);
    }
    const { unreadable } = this.points;
    return { name: this.trackName, pointCount: count, startAt, endAt, columns, unreadable, isCut };
  }

  private closePoint(): void {
    // An outer point ends after the point inside it.
    if (!this.isInPoint) return;
    if (!this.isLost) this.endPoint();
    this.isInPoint = false;
  }

  private endPoint(): void {
    if (this.points.count === maxRoutePoints) fail('too_many_points');
    this.points.endPoint();
  }

  private startPoint(tag: Tag): void {
    // A point in a point: the outer one doesn't count.
    if (this.isInPoint) this.points.unreadable += 1;
    this.isInPoint = true;
    this.points.startPoint();
    for (let index = 0; index < tag.attributeCount; index++) {
      const name = this.names?.name(tag.attributeIds[index] ?? -1);
      if (name === 'lat') takeDegrees(this.points, 'latitude', tag, index);
      else if (name === 'lon') takeDegrees(this.points, 'longitude', tag, index);
    }
    this.isLost = this.points.isLost;
    if (this.isLost) this.points.unreadable += 1;
  }

  private roleOf(id: number): number {
    const known = this.roleOfId[id];
    if (known !== undefined) return known;
    const name = this.names?.name(id) ?? '';
    const found = roles.get(name.slice(name.indexOf(':') + 1)) ?? role.none;
    this.roleOfId[id] = found;
    return found;
  }
}

function fail(reason: string): never {
  throw new CodedError('route.malformed', { reason });
}
