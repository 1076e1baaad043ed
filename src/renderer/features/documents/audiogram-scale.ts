import type { AudiogramDetail } from '../../../shared/domain/documents.ts';

/** The frequencies and levels of the usual chart (ISO 8253-1): octaves on a log axis, dB HL downwards. */
const lowestHertz = 125;
const highestHertz = 8000;
const quietest = -10;
const loudest = 120;

/** Of components/drawn-chart.tsx, as 0 to 1 of the way. */
interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface AudiogramScale {
  /** From 0 (left) to 1 (right) by the logarithm of the frequency. */
  xOf(hertz: number): number;
  /** From 0 (top, quiet) to 1 (bottom, loud). */
  yOf(level: number): number;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
}

/** 125 to 8,000 Hz and −10 to 120 dB HL, wider where a point lies outside. */
export function audiogramScale(points: AudiogramDetail['points']): AudiogramScale {
  const levels = points.flatMap(({ left, right }) => [left, right].flatMap((ear) => ear?.level ?? []));
  const from = Math.min(lowestHertz, ...points.map(({ hertz }) => hertz));
  const to = Math.max(highestHertz, ...points.map(({ hertz }) => hertz));
  const top = Math.min(quietest, ...levels.map((level) => Math.floor(level / 10) * 10));
  const bottom = Math.max(loudest, ...levels.map((level) => Math.ceil(level / 10) * 10));
  const xOf = (hertz: number) => Math.log2(hertz / from) / Math.log2(to / from);
  const yOf = (level: number) => (level - top) / (bottom - top);
  const x: Tick[] = [];
  for (let hertz = lowestHertz; hertz <= to; hertz *= 2)
    x.push({ at: xOf(hertz), text: hertz < 1000 ? String(hertz) : `${hertz / 1000}k` });
  const y: Tick[] = [];
  for (let level = Math.ceil(top / 20) * 20; level <= bottom; level += 20)
    y.push({ at: yOf(level), text: level < 0 ? `−${-level}` : String(level) });
  return { xOf, yOf, x, y };
}
