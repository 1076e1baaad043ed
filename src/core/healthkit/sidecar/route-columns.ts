/**
 * The columns of a route: UTC seconds with fractions; degrees; meters; meters per second; degrees; meters; meters.
 */
export const routeColumns = {
  time: 0,
  latitude: 1,
  longitude: 2,
  elevation: 3,
  speed: 4,
  course: 5,
  horizontalAccuracy: 6,
  verticalAccuracy: 7,
} as const;

export const routeColumnCount = 8;

/** Maximum points of one route, 64 bytes each: almost six days at one per second. */
export const maxRoutePoints = 500_000;

/** Collects points one by one, then lays them out in columns. */
export class RoutePoints {
  count = 0;
  /** The number of omitted points and unreadable figures. */
  unreadable = 0;
  /** The point being read. */
  readonly point = new Float64Array(routeColumnCount);
  private rows = new Float64Array(1024 * routeColumnCount);

  startPoint(): void {
    this.point.fill(Number.NaN);
  }

  /** Whether the point has no location, without which it's left out. */
  get isLost(): boolean {
    return (
      Number.isNaN(this.point[routeColumns.latitude]) || Number.isNaN(this.point[routeColumns.longitude])
    );
  }

  endPoint(): void {
    if ((this.count + 1) * routeColumnCount > this.rows.length) {
      const larger = new Float64Array(this.rows.length * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows.set(this.point, this.count * routeColumnCount);
    this.count += 1;
  }

  /** All points, column after column. */
  columns(): Float64Array<ArrayBuffer> {
    const columns = new Float64Array(this.count * routeColumnCount);
    for (let column = 0; column < routeColumnCount; column++) this.fill(columns, column);
    return columns;
  }

  private fill(columns: Float64Array, column: number): void {
    const { rows, count } = this;
    for (let row = 0, to = column * count; row < count; row++, to++) {
      columns[to] = rows[row * routeColumnCount + column] as number;
    }
  }
}
