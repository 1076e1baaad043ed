/** One beat: seconds from the first, beats a minute as the file has it, and the interval that this is, in ms. */
export interface Beat {
  readonly at: number;
  readonly bpm: number;
  readonly ms: number;
  readonly clock: string;
  /** Beats are missing before it: more time has passed than its own interval and half of another. */
  readonly isAfterGap: boolean;
}

export interface BeatSeries {
  readonly beats: readonly Beat[];
  /** Beats whose clock or rate cannot be read; they are in no drawing. */
  readonly unread: number;
  readonly gaps: number;
}

const halfDay = 12 * 3600;

/** The value of a digit of any script: each script has its ten digits in order, from zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/**
 * Seconds since midnight or noon of a clock as the phone prints it (healthkit/README §1.5: `6:14:48.94 PM`, `08:34:05,10`, any
 * digits); null for anything else. Half days are enough: a series lasts minutes.
 */
export function secondsOfClock(clock: string): number | null {
  const plain = clock.replace(/\p{Nd}/gu, digitOf);
  const match = /(\d{1,2})\D+(\d{1,2})\D+(\d{1,2})(?:[.,٫](\d{1,6}))?/.exec(plain);
  if (match === null) return null;
  const [, hour, minute, second, fraction] = match;
  return (Number(hour) % 12) * 3600 + Number(minute) * 60 + Number(second) + Number(`0.${fraction ?? 0}`);
}

/** Beats in order of time. The file says at what time a beat was and how fast; the interval is 60,000 / bpm. */
export function beatSeries(printed: readonly (readonly [bpm: number, clock: string])[]): BeatSeries {
  const read = printed.flatMap(([bpm, clock]) => {
    const seconds = secondsOfClock(clock);
    return seconds === null || !(bpm > 0) ? [] : [{ seconds, bpm, clock }];
  });
  const first = read[0]?.seconds ?? 0;
  const timed = read
    .map(({ seconds, bpm, clock }) => {
      const passed = (((seconds - first) % halfDay) + halfDay) % halfDay;
      // Hundredths are what the clock has.
      const at = Math.round((passed > halfDay / 2 ? passed - halfDay : passed) * 100) / 100;
      return { at, bpm, ms: 60_000 / bpm, clock };
    })
    .sort((a, b) => a.at - b.at);
  const begin = timed[0]?.at ?? 0;
  const beats = timed.map((beat, index) => {
    const before = timed[index - 1];
    const isAfterGap = before !== undefined && (beat.at - before.at) * 1000 > beat.ms * 1.5;
    return { ...beat, at: Math.round((beat.at - begin) * 100) / 100, isAfterGap };
  });
  return {
    beats,
    unread: printed.length - read.length,
    gaps: beats.filter(({ isAfterGap }) => isAfterGap).length,
  };
}
