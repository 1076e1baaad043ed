import type { Context, RouteJob } from './context.ts';
import { twelveHours } from './locales.ts';
import { bell, clamp, randomFor } from './random.ts';

const longestRoute = 3000;

/** A route's file name, by the clock where the workout ended, as Apple names it. */
export function routeFile(context: Context, end: number): string {
  const local = context.printLocal(end);
  const hour = Number(local.slice(11, 13));
  const spoken = twelveHours(context.settings.locale);
  const clock = spoken
    ? `${hour % 12 || 12}.${local.slice(14, 16)}${(hour < 12 ? spoken.am : spoken.pm).toLowerCase()}`
    : `${hour}.${local.slice(14, 16)}`;
  return `route_${local.slice(0, 10)}_${clock}.gpx`;
}

function isoTime(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}

/** How many points a route has: one a second, up to a limit. */
function pointCount(context: Context, job: RouteJob): number {
  const workout = context.plans(job.day).workouts[job.workoutIndex];
  return Math.min(workout?.elapsed ?? 0, longestRoute);
}

/**
 * The GPX of a route: a loop from the door and back, one point a second, written as the Health app does: UTC times, longitude
 * before latitude, speed (m/s), course (°) and accuracies (m) as extensions (healthkit/README §1.6).
 */
export function routeText(context: Context, job: RouteJob): string {
  const plan = context.plans(job.day);
  const workout = plan.workouts[job.workoutIndex];
  const random = randomFor(context.settings.personSeed, 'route', job.day, job.workoutIndex);
  const count = pointCount(context, job);
  context.counter.elements.RoutePoint += count;
  const start = workout?.start ?? plan.start;
  const metersPerSecond = ((workout?.kilometers ?? 1) * 1000) / (workout?.elapsed ?? 1);
  const turn = 360 / Math.max(60, count);
  let latitude = 50.8466 + bell(random) * 0.004;
  let longitude = 4.3528 + bell(random) * 0.006;
  let course = random() * 360;
  let elevation = 40 + bell(random) * 12;
  let text = `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">\n  <metadata>\n    <time>${isoTime(context.exportAt)}</time>\n  </metadata>\n  <trk>\n    <name>Route ${context.printLocal(start).slice(0, 16)}</name>\n    <trkseg>\n`;
  for (let i = 0; i < count; i++) {
    course = (course + turn + bell(random) * 3 + 360) % 360;
    const speed = clamp(metersPerSecond * (1 + bell(random) * 0.06), 0.2, 15);
    const radians = (course * Math.PI) / 180;
    latitude += (speed * Math.cos(radians)) / 111_320;
    longitude += (speed * Math.sin(radians)) / 70_200;
    elevation = clamp(elevation + bell(random) * 0.12, 8, 140);
    text += `      <trkpt lon="${longitude.toFixed(6)}" lat="${latitude.toFixed(6)}"><ele>${elevation.toFixed(6)}</ele><time>${isoTime(start + i)}</time><extensions><speed>${speed.toFixed(6)}</speed><course>${course.toFixed(6)}</course><hAcc>${(3 + (i % 7) * 0.4).toFixed(6)}</hAcc><vAcc>${(2.5 + (i % 5) * 0.3).toFixed(6)}</vAcc></extensions></trkpt>\n`;
  }
  return `${text}    </trkseg>\n  </trk>\n</gpx>\n`;
}
