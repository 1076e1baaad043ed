import type { Context } from './context.ts';
import type { DayPlan } from './day-plan.ts';
import { twelveHours } from './locales.ts';
import { bell, clamp, type Random, whole } from './random.ts';
import { asBytes, twoDigits } from './text.ts';

/**
 * Beats of one measurement, a line each. `time` is a clock without a date, in the phone's language and in the true local
 * time of the season, unlike startDate (healthkit/README §1.5).
 */
export function beatLines(context: Context, random: Random, plan: DayPlan, at: number, sdnn: number): string {
  const count = whole(random, 30, 60);
  const { locale } = context.settings;
  const spoken = twelveHours(locale);
  const point = /^(de|fr|es|it|nl|da|nb|sv|fi|ru|pl|pt)/.test(locale) ? ',' : '.';
  const meanMs = 60_000 / (plan.restingRate + 4);
  let lines = '';
  let hundredths = Math.floor(at * 100) + whole(random, 0, 99);
  for (let i = 0; i < count; i++) {
    const gapMs = clamp(meanMs + bell(random) * sdnn, 420, 1400);
    hundredths += Math.round(gapMs / 10);
    const clock = context.printLocal(hundredths / 100).slice(11, 19);
    const hour = Number(clock.slice(0, 2));
    const rest = `${clock.slice(2)}${point}${twoDigits(hundredths % 100)}`;
    const time = spoken
      ? `${hour % 12 || 12}${rest} ${hour < 12 ? spoken.am : spoken.pm}`
      : `${clock.slice(0, 2)}${rest}`;
    lines += `   <InstantaneousBeatsPerMinute bpm="${Math.round(60_000 / gapMs)}" time="${asBytes(time)}"/>\n`;
  }
  return lines;
}
