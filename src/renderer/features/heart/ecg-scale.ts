import type { EcgDetail } from '../../../shared/domain/ecg.ts';

/** How ECGs are drawn everywhere: 25 mm of paper a second, 10 mm a millivolt. */
export const mmPerSecond = 25;
const mmPerMillivolt = 10;
export const stripSeconds = 10;
export const stripWidthMm = stripSeconds * mmPerSecond;
const boxMm = 5;
/** Half of a strip's greatest height: values further from zero leave the strip. */
const furthestMm = 50;

/** From the upper edge of a strip down to 0 mV, and from there to its lower edge, in millimeters: whole boxes of the grid. */
export interface StripHeight {
  readonly above: number;
  readonly below: number;
  /** Something lies outside. */
  readonly isCut: boolean;
}

/** Alike for every strip of an ECG, at least 1 mV up and 0.5 mV down. µV. */
export function stripHeight(lowest: number | null, highest: number | null): StripHeight {
  const boxes = (microvolts: number, least: number) => {
    const mm = (Math.max(0, microvolts) / 1000) * mmPerMillivolt;
    return Math.max(least, Math.ceil(mm / boxMm) * boxMm);
  };
  const [above, below] = [boxes(highest ?? 0, 2 * boxMm), boxes(-(lowest ?? 0), boxMm)];
  return {
    above: Math.min(furthestMm, above),
    below: Math.min(furthestMm, below),
    isCut: above > furthestMm || below > furthestMm,
  };
}

export interface Strip {
  /** When it begins, in seconds from the beginning of the ECG. */
  readonly from: number;
  /** SVG path in millimeters: x from the strip's beginning, y downwards from its upper edge. */
  readonly path: string;
}

type Samples = Pick<EcgDetail, 'first' | 'samples' | 'lowest' | 'highest'>;

const short = (value: number) => String(Math.round(value * 1000) / 1000);

/** The samples as strips of 10 s. A missing sample leaves a gap. `sampleRate` in Hz. */
export function stripsOf({ first, samples, lowest, highest }: Samples, sampleRate: number): Strip[] {
  const { above } = stripHeight(lowest, highest);
  const strips: { from: number; path: string }[] = [];
  let isDrawing = false;
  for (const [index, microvolts] of samples.entries()) {
    const at = (first + index) / sampleRate;
    const from = Math.floor(at / stripSeconds) * stripSeconds;
    if (strips.at(-1)?.from !== from) {
      strips.push({ from, path: '' });
      isDrawing = false;
    }
    const strip = strips.at(-1);
    if (microvolts === null || strip === undefined) {
      isDrawing = false;
      continue;
    }
    const x = (at - from) * mmPerSecond;
    const y = above - (microvolts / 1000) * mmPerMillivolt;
    strip.path += `${isDrawing ? 'L' : 'M'}${short(x)} ${short(y)}`;
    isDrawing = true;
  }
  return strips;
}

/** Every line of a grid of `step` millimeters as one path. */
export function gridPath(heightMm: number, step: number): string {
  let path = '';
  for (let x = 0; x <= stripWidthMm; x += step) path += `M${x} 0V${heightMm}`;
  for (let y = 0; y <= heightMm; y += step) path += `M0 ${y}H${stripWidthMm}`;
  return path;
}

/** Lowest and highest of each second in mV, for those who do not see the drawing. */
export function secondsOf(
  { first, samples }: Samples,
  sampleRate: number,
): { readonly second: number; readonly lowest: number | null; readonly highest: number | null }[] {
  const bySecond = new Map<number, { lowest: number; highest: number } | null>();
  for (const [index, microvolts] of samples.entries()) {
    const second = Math.floor((first + index) / sampleRate);
    const known = bySecond.get(second) ?? null;
    if (microvolts === null) bySecond.set(second, known);
    else
      bySecond.set(second, {
        lowest: Math.min(known?.lowest ?? microvolts, microvolts),
        highest: Math.max(known?.highest ?? microvolts, microvolts),
      });
  }
  return [...bySecond].map(([second, span]) => ({
    second,
    lowest: span === null ? null : span.lowest / 1000,
    highest: span === null ? null : span.highest / 1000,
  }));
}
