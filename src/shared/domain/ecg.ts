import { z } from 'zod';
import { m, t } from '../language.ts';
import { lookup } from '../lookup.ts';
import { recordRowSchema, removedSchema } from './history.ts';

/** The most samples in one answer: a minute at 512 Hz. */
export const samplesPerAnswer = 30_720;

/**
 * An ECG in a list. `recordedAt`: UTC seconds; `seconds`: how long it lasts, null where the file names no rate. Texts as the file
 * prints them, in the phone's language. `heartRate`: the mean of the heart rate records that begin in its time (count/min) and how
 * many they are; the file itself has none.
 */
export const ecgRowSchema = z.object({
  id: z.number(),
  recordedAt: z.number(),
  seconds: z.number().nullable(),
  classification: z.string().nullable(),
  symptoms: z.string().nullable(),
  heartRate: z.object({ mean: z.number(), records: z.number() }).nullable(),
  removed: removedSchema,
});
export type EcgRow = z.infer<typeof ecgRowSchema>;

/** `samples`: µV from sample `first` on, at most `samplesPerAnswer`; null where the file prints no number. */
export const ecgDetailSchema = ecgRowSchema.extend({
  softwareVersion: z.string().nullable(),
  device: z.string().nullable(),
  lead: z.string().nullable(),
  /** As printed; samples are in µV whatever it says. */
  unit: z.string().nullable(),
  sampleRate: z.number().nullable(),
  sampleCount: z.number(),
  /** Of the whole ECG: samples without a number, and the lowest and highest of the others (µV). */
  missing: z.number(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  first: z.number(),
  samples: z.array(z.number().nullable()),
  file: z.string(),
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type EcgDetail = z.infer<typeof ecgDetailSchema>;

/** A heart rate variability whose record holds its beats; `beats` is how many. */
export const beatsRowSchema = recordRowSchema.extend({ beats: z.number() });
export type BeatsRow = z.infer<typeof beatsRowSchema>;

/** The type whose records hold beats (healthkit/README §1.5). */
export const beatsType = 'HKQuantityTypeIdentifierHeartRateVariabilitySDNN';

/**
 * What Apple calls the classifications in English (developer.apple.com, HKElectrocardiogram.Classification), for languages whose words
 * were seen in an export. Others are shown as the phone wrote them.
 */
const englishOf: Readonly<Record<string, string>> = lookup({
  sinusrhythmus: m('Sinus rhythm'),
  uneindeutig: m('Inconclusive'),
  vorhofflimmern: m('Atrial fibrillation'),
  'hohe herzfrequenz': m('High heart rate'),
  'niedrige herzfrequenz': m('Low heart rate'),
  洞調律: m('Sinus rhythm'),
  判定不能: m('Inconclusive'),
  心房細動: m('Atrial fibrillation'),
  高心拍数: m('High heart rate'),
  低心拍数: m('Low heart rate'),
});

/** `Sinusrhythmus` → `Sinus rhythm`; null for a text that needs no label, or that nobody told us of. */
export function classificationInEnglish(text: string): string | null {
  return englishOf[text.trim().toLowerCase()] ?? null;
}

/** Of exports in English, which need a label in other languages. */
const englishNames = new Map(Object.values(englishOf).map((name) => [name.toLowerCase(), name]));

/** What Apple calls it in the person's language; null where the file has the same word, and for a text that nobody told us of. */
export function classificationLabel(text: string): string | null {
  const english = classificationInEnglish(text) ?? englishNames.get(text.trim().toLowerCase()) ?? null;
  const label = english === null ? null : t(english);
  return label?.toLowerCase() === text.trim().toLowerCase() ? null : label;
}
