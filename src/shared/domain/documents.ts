import { z } from 'zod';
import { bytesInWords } from '../error-texts.ts';
import { t } from '../language.ts';
import { recordRowSchema, removedSchema } from './history.ts';
import { recordClassOf } from './record-class.ts';
import { bareType } from './type-label.ts';
import { metadataSchema } from './workout.ts';

/** A document's date and its precision: `at` (UTC seconds) is the beginning of that year, month, or day, or the instant itself. */
const documentDateSchema = z.object({
  at: z.number(),
  precision: z.enum(['year', 'month', 'day', 'time']),
});
export type DocumentDate = z.infer<typeof documentDateSchema>;

/** What the reader says of a document without needing a figure. `inside`, `notExported`: where an attachment's content is; `cda`: HL7's Clinical Document Architecture. */
const plainWordSchema = z.enum([
  'yes',
  'no',
  'part',
  'reaction',
  'result',
  'attachment',
  'samples',
  'cda',
  'plainText',
  'inside',
  'notExported',
]);
export type PlainWord = z.infer<typeof plainWordSchema>;

/** A word of the reader, which the page says in the user's language. `number`: of a dose, as the document has it (`2`, `2 of 3`). */
const documentWordSchema = z.discriminatedUnion('word', [
  z.object({ word: plainWordSchema }),
  z.object({ word: z.literal('dose'), number: z.string() }),
  z.object({ word: z.enum(['results', 'bytes']), count: z.number() }),
]);
export type DocumentWord = z.infer<typeof documentWordSchema>;

/** The institution's own text, or one with the reader's words in it: pieces in their order, spaces included. */
export const documentTextSchema = z.union([z.string(), z.array(z.union([z.string(), documentWordSchema]))]);
export type DocumentText = z.infer<typeof documentTextSchema>;

const plainWords: Readonly<Record<PlainWord, () => string>> = {
  yes: () => t('Yes'),
  no: () => t('No'),
  part: () => t('Part', {}, 'clinical records'),
  reaction: () => t('Reaction', {}, 'allergy'),
  result: () => t('Result', {}, 'clinical records'),
  attachment: () => t('Attachment'),
  samples: () => t('A series of samples'),
  cda: () => t('CDA document'),
  plainText: () => t('Text'),
  inside: () => t('in this document', {}, 'attachment'),
  notExported: () => t('not in the export', {}, 'attachment'),
};

function wordText(said: DocumentWord): string {
  if (said.word === 'dose') return t('Dose {number}', { number: said.number });
  if (said.word === 'results')
    return t('{count, plural, one {# result} other {# results}}', { count: said.count });
  return said.word === 'bytes' ? bytesInWords(said.count) : plainWords[said.word]();
}

/** The document's text, with the words of its reader in the user's language. */
export const documentText = (text: DocumentText): string =>
  typeof text === 'string'
    ? text
    : text.map((piece) => (typeof piece === 'string' ? piece : wordText(piece))).join('');

/** The subject of a group of documents, in the page's order. */
export const documentSections = [
  'clinical',
  'hearing',
  'vision',
  'mind',
  'medications',
  'symptoms',
  'cycle',
  'correlations',
] as const;
const documentSectionSchema = z.enum(documentSections);
export type DocumentSection = z.infer<typeof documentSectionSchema>;

/**
 * `group`: `clinical:` and the type as printed in the export, `audiogram`, `vision`, or a record or
 * correlation type. `removed`: how many the Health app no longer has; they aren't in `count`.
 */
export const documentGroupSchema = z.object({
  group: z.string(),
  section: documentSectionSchema,
  count: z.number(),
  removed: z.number(),
});
export type DocumentGroup = z.infer<typeof documentGroupSchema>;

const common = { id: z.number(), start: z.number(), source: z.string(), removed: removedSchema };

/** One line of a list; the list is sorted by `start`, UTC seconds. */
export const documentRowSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('clinical'),
    date: documentDateSchema.nullable(),
    name: documentTextSchema.nullable(),
    value: documentTextSchema.nullable(),
    range: z.string().nullable(),
    status: z.string().nullable(),
  }),
  z.object({ ...common, kind: z.literal('audiogram'), frequencies: z.number() }),
  z.object({
    ...common,
    kind: z.literal('vision'),
    /** As printed, `HKVisionPrescriptionTypeGlasses`. */
    type: z.string().nullable(),
    expiresAt: z.number().nullable(),
  }),
  recordRowSchema.extend({ kind: z.literal('record'), metadata: metadataSchema }),
  z.object({
    ...common,
    kind: z.literal('correlation'),
    type: z.string(),
    end: z.number(),
    members: z.array(recordRowSchema),
  }),
]);
export type DocumentRow = z.infer<typeof documentRowSchema>;

/** A name and its value: a text, or a date. */
const documentFactSchema = z.object({
  name: z.string(),
  text: documentTextSchema.nullable(),
  date: documentDateSchema.nullable(),
});
export type DocumentFact = z.infer<typeof documentFactSchema>;

/** The parts of a document: components of an observation, results of a report, attachments, reactions. */
const documentPartSchema = z.object({
  name: documentTextSchema,
  value: documentTextSchema.nullable(),
  range: z.string().nullable(),
});
export type DocumentPart = z.infer<typeof documentPartSchema>;

const clinicalDetailSchema = z.object({
  id: z.number(),
  /** The document's `resourceType`, or else the type printed in the export. */
  type: z.string(),
  source: z.string(),
  removed: removedSchema,
  date: documentDateSchema.nullable(),
  name: documentTextSchema.nullable(),
  value: documentTextSchema.nullable(),
  range: z.string().nullable(),
  status: z.string().nullable(),
  facts: z.array(documentFactSchema),
  parts: z.array(documentPartSchema),
  identifier: z.string(),
  fhirVersion: z.string().nullable(),
  receivedAt: z.number().nullable(),
  file: z.string().nullable(),
  /** Length of the stored document in characters; null if its file was missing or unreadable. */
  jsonLength: z.number().nullable(),
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type ClinicalDetail = z.infer<typeof clinicalDetailSchema>;

/** dB HL. `masked`: the other ear heard noise; null if the file doesn't say. Bounds: what the device could measure. */
const hearingLevelSchema = z.object({
  level: z.number(),
  masked: z.boolean().nullable(),
  lowestMeasured: z.number().nullable(),
  highestMeasured: z.number().nullable(),
});
export type HearingLevel = z.infer<typeof hearingLevelSchema>;

const audiogramDetailSchema = z.object({
  id: z.number(),
  start: z.number(),
  source: z.string(),
  removed: removedSchema,
  /** By frequency, Hz. */
  points: z.array(
    z.object({
      hertz: z.number(),
      left: hearingLevelSchema.nullable(),
      right: hearingLevelSchema.nullable(),
    }),
  ),
  metadata: metadataSchema,
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type AudiogramDetail = z.infer<typeof audiogramDetailSchema>;

const visionDetailSchema = z.object({
  id: z.number(),
  start: z.number(),
  source: z.string(),
  removed: removedSchema,
  type: z.string().nullable(),
  brand: z.string().nullable(),
  expiresAt: z.number().nullable(),
  /** Attributes of the eyes, named as in the file (`sphere`, `farPD`), with number and unit as printed. */
  lines: z.array(z.object({ name: z.string(), right: z.string().nullable(), left: z.string().nullable() })),
  attachments: z.number(),
  metadata: metadataSchema,
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type VisionDetail = z.infer<typeof visionDetailSchema>;

export const documentDetailSchema = z.discriminatedUnion('kind', [
  clinicalDetailSchema.extend({ kind: z.literal('clinical') }),
  audiogramDetailSchema.extend({ kind: z.literal('audiogram') }),
  visionDetailSchema.extend({ kind: z.literal('vision') }),
]);
export type DocumentDetail = z.infer<typeof documentDetailSchema>;

/** Maximum number of characters of a document's JSON in one answer. */
export const jsonPerAnswer = 100_000;

/** Symptoms, as listed in the Health app (`HKTypeIdentifiers.h`, "Symptoms"). */
const symptoms: ReadonlySet<string> = new Set(
  `AbdominalCramps Acne AppetiteChanges BladderIncontinence Bloating BreastPain ChestTightnessOrPain Chills Constipation
  Coughing Diarrhea Dizziness DrySkin Fainting Fatigue Fever GeneralizedBodyAche HairLoss Headache Heartburn HotFlashes
  LossOfSmell LossOfTaste LowerBackPain MemoryLapse MoodChanges Nausea NightSweats PelvicPain
  RapidPoundingOrFlutteringHeartbeat RunnyNose ShortnessOfBreath SinusCongestion SkippedHeartbeat SleepChanges SoreThroat
  VaginalDryness Vomiting Wheezing`.split(/\s+/),
);

/** The documents section of a type's records; null for a type that isn't a document. */
export function sectionOfType(type: string): DocumentSection | null {
  const bare = bareType(type);
  if (bare.startsWith('StateOfMind') || type.startsWith('HKScoredAssessment')) return 'mind';
  if (type.startsWith('HKMedication')) return 'medications';
  if (type.startsWith('HKCategory') && symptoms.has(bare)) return 'symptoms';
  return recordClassOf(type) === 'reproductive' ? 'cycle' : null;
}

/** Highest score of an assessment (HKGAD7Assessment: 0 to 21; HKPHQ9Assessment: 0 to 27), null for another type. */
export function highestScore(type: string): number | null {
  if (type.endsWith('GAD7')) return 21;
  return type.endsWith('PHQ9') ? 27 : null;
}
