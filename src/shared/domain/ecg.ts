import { z } from 'zod';
import { m, t } from '../language.ts';
import { lookup } from '../lookup.ts';
import { recordRowSchema, removedSchema } from './history.ts';

/** Maximum number of samples in one answer: a minute at 512 Hz. */
export const samplesPerAnswer = 30_720;

/**
 * An ECG in a list. `recordedAt`: UTC seconds; `seconds`: its duration, null if the file names no
 * rate. Texts are as printed in the file, in the phone's language. `heartRate`: the mean of the heart
 * rate records that begin during it (count/min) and their number; the file itself has none.
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

/** `samples`: µV from index `first` on, at most `samplesPerAnswer`; null where the file prints no number. */
export const ecgDetailSchema = ecgRowSchema.extend({
  softwareVersion: z.string().nullable(),
  device: z.string().nullable(),
  lead: z.string().nullable(),
  /** As printed; samples are in µV regardless. */
  unit: z.string().nullable(),
  sampleRate: z.number().nullable(),
  sampleCount: z.number(),
  /** For the whole ECG: the number of samples without a value, and the lowest and highest value of the others (µV). */
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

/** A heart rate variability record that contains its beats; `beats` is their number. */
export const beatsRowSchema = recordRowSchema.extend({ beats: z.number() });
export type BeatsRow = z.infer<typeof beatsRowSchema>;

/** The type whose records contain beats (healthkit/README §1.5). */
export const beatsType = 'HKQuantityTypeIdentifierHeartRateVariabilitySDNN';

/**
 * Apple's English names of the classifications (developer.apple.com, HKElectrocardiogram.Classification),
 * for languages whose words were seen in an export. Others are shown as the phone wrote them.
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

/** `Sinusrhythmus` → `Sinus rhythm`; null for a text that needs no label or is unknown. */
export function classificationInEnglish(text: string): string | null {
  return englishOf[text.trim().toLowerCase()] ?? null;
}

/** Names in English exports, which need a label in other languages. */
const englishNames = new Map(Object.values(englishOf).map((name) => [name.toLowerCase(), name]));

/** Apple's name for it in the user's language; null if the file has the same word, and for an unknown text. */
export function classificationLabel(text: string): string | null {
  const english = classificationInEnglish(text) ?? englishNames.get(text.trim().toLowerCase()) ?? null;
  const label = english === null ? null : t(english);
  return label?.toLowerCase() === text.trim().toLowerCase() ? null : label;
}
