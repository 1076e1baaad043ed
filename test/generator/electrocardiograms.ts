import { midnight } from './calendar.ts';
import type { Context } from './context.ts';
import { ecgWords } from './locales.ts';
import { bell, type Random, randomFor } from './random.ts';

export interface EcgFile {
  readonly file: string;
  readonly text: string;
}

/** Waves of one beat: where in it (0–1), how wide, how high in µV. */
const waves: readonly (readonly [at: number, width: number, height: number])[] = [
  [0.18, 0.025, 90],
  [0.285, 0.008, -110],
  [0.3, 0.011, 960],
  [0.32, 0.009, -210],
  [0.52, 0.05, 230],
];

const sampleCount = 15_360;
const hertz = 512;

/** Thirty seconds of a lead I trace in µV, three decimals. */
function traceLines(random: Random, beatsAMinute: number, comma: boolean): string {
  const lines: string[] = [];
  let phase = random();
  let length = hertz * (60 / beatsAMinute);
  for (let i = 0; i < sampleCount; i++) {
    phase += 1 / length;
    if (phase >= 1) {
      phase -= 1;
      length = hertz * (60 / (beatsAMinute + bell(random) * 2));
    }
    let microvolts = bell(random) * 6 + 25 * Math.sin(i / 1500);
    for (const [at, width, height] of waves) {
      const distance = (phase - at) / width;
      if (distance > -4 && distance < 4) microvolts += height * Math.exp((-distance * distance) / 2);
    }
    const line = microvolts.toFixed(3);
    lines.push(comma ? line.replace('.', ',') : line);
  }
  return lines.join('\n');
}

/**
 * The ECG files: keys and classification in the phone's language, the first with a byte order mark, two on one day
 * (healthkit/README §1.1, §1.9). None is in the XML.
 */
export function* electrocardiograms(context: Context): Generator<EcgFile> {
  const { settings, firstDay, lastDay, print } = context;
  const words = ecgWords(settings.locale);
  const span = Math.max(1, settings.endDay - firstDay - 1);
  let last = -1;
  let sameDay = 0;
  for (let i = 0; i < settings.electrocardiograms; i++) {
    // The second shares the day of the first.
    const day = Math.min(
      lastDay - 1,
      firstDay + Math.floor((Math.max(0, i - 1) * span) / Math.max(1, settings.electrocardiograms - 1)),
    );
    sameDay = day === last ? sameDay + 1 : 0;
    last = day;
    const random = randomFor(settings.personSeed, 'ecg', i);
    const at = midnight(day, context.plans(day).zone) + 36_000 + i * 1900;
    const beats = i % 3 === 2 ? 112 : context.plans(day).restingRate + 8;
    const [name, birth, recorded, classification, symptoms, software, device, rate, lead, unit] = words.keys;
    const found = words.classifications[i % 3] ?? words.classifications[0];
    const birthday = settings.person === 1 ? 'Jan 1, 1980' : 'Jun 15, 1991';
    const speed = words.rate(i % 2 === 0 ? '512' : '512.499');
    const header = [
      settings.locale.startsWith('ja') ? name : `${name},Sam Sample`,
      `${birth},"${birthday}"`,
      `${recorded},${print(at)}`,
      `${classification},${found}`,
      `${symptoms},${i % 3 === 2 ? 'Palpitations' : ''}`,
      `${software},1.90`,
      `${device},"Watch6,7"`,
      `${rate},${words.decimalComma && speed.includes(',') ? `"${speed}"` : speed}`,
    ];
    const body = `${header.join('\n')}\n\n\n${lead},${words.leadOne}\n${unit},µV\n\n${traceLines(random, beats, words.decimalComma)}\n`;
    context.counter.elements.Electrocardiogram++;
    const suffix = sameDay === 0 ? '' : `_${sameDay}`;
    yield {
      file: `ecg_${context.printLocal(at).slice(0, 10)}${suffix}.csv`,
      text: i === 0 ? `\ufeff${body}` : body,
    };
  }
}
