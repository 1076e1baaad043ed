import type { Units } from '../../../shared/domain/display-units.ts';
import {
  type DocumentDate,
  type DocumentGroup,
  type DocumentSection,
  highestScore,
} from '../../../shared/domain/documents.ts';
import type { RecordRow } from '../../../shared/domain/history.ts';
import { type QuantityText, quantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { metadataLabel, valueLabel } from '../../../shared/domain/value-label.ts';
import type { Metadata } from '../../../shared/domain/workout.ts';
import { sentenceCase, wordsOfName } from '../../../shared/domain/workout-name.ts';
import { formatLocale, t } from '../../../shared/language.ts';
import { lookup } from '../../../shared/lookup.ts';
import { zonedText } from '../../components/zone-formats.ts';

export const sectionTitles: Readonly<Record<DocumentSection, string>> = {
  clinical: t('Clinical records'),
  hearing: t('Hearing'),
  vision: t('Vision'),
  mind: t('State of Mind and assessments'),
  medications: t('Medications'),
  symptoms: t('Symptoms'),
  cycle: t('Cycle and reproduction'),
  correlations: t('Pairs no longer in the Health app'),
};

/** Types of FHIR and of HealthKit (HKClinicalTypeIdentifier), in the Health app's words. */
const clinicalLabels: Readonly<Record<string, string>> = lookup({
  AllergyIntolerance: t('Allergies'),
  AllergyRecord: t('Allergies'),
  ClinicalNoteRecord: t('Clinical notes'),
  Condition: t('Conditions', {}, 'clinical records'),
  ConditionRecord: t('Conditions', {}, 'clinical records'),
  Coverage: t('Coverage', {}, 'clinical records'),
  CoverageRecord: t('Coverage', {}, 'clinical records'),
  DiagnosticReport: t('Reports'),
  DocumentReference: t('Clinical documents'),
  Encounter: t('Encounters', {}, 'clinical records'),
  Immunization: t('Immunizations'),
  ImmunizationRecord: t('Immunizations'),
  LabResultRecord: t('Lab results'),
  MedicationDispense: t('Dispensed medications'),
  MedicationOrder: t('Medication orders'),
  MedicationRecord: t('Medications'),
  MedicationRequest: t('Medication requests'),
  MedicationStatement: t('Medication statements'),
  Observation: t('Results and vital signs'),
  Patient: t('Patient'),
  Procedure: t('Procedures', {}, 'clinical records'),
  ProcedureRecord: t('Procedures', {}, 'clinical records'),
  VitalSignRecord: t('Vital signs'),
});

/** `HKClinicalTypeIdentifierLabResultRecord` → `Lab results`, `Observation` → `Results and vital signs`. */
export function clinicalLabel(type: string): string {
  const bare = type.replace(/^HKClinicalTypeIdentifier/, '');
  return clinicalLabels[bare] ?? (/^[A-Z][A-Za-z0-9]+$/.test(bare) ? sentenceCase(wordsOfName(bare)) : type);
}

export function groupLabel({ group, section }: Pick<DocumentGroup, 'group' | 'section'>): string {
  if (section === 'clinical') return clinicalLabel(group.slice('clinical:'.length));
  if (group === 'audiogram') return t('Audiograms');
  return group === 'vision' ? t('Prescriptions') : typeLabel(group);
}

const utcYear = new Intl.DateTimeFormat(formatLocale(), { timeZone: 'UTC', year: 'numeric' });
const utcMonth = new Intl.DateTimeFormat(formatLocale(), {
  timeZone: 'UTC',
  month: 'short',
  year: 'numeric',
});

/** As exactly as the document says it: a year, a month, a day of no zone, or an instant in the home zone. */
export function documentDateText({ at, precision }: DocumentDate, zone: string | null): string {
  if (precision === 'time') return zonedText(at, 'exact', zone);
  if (precision === 'day') return zonedText(at, 'day', 'UTC');
  return (precision === 'month' ? utcMonth : utcYear).format(at * 1000);
}

/** A record's value among the documents: its figure, its category in words, or its text. */
export function rowValue({ type, value, text, unit }: RecordRow, units: Units): QuantityText {
  if (value === null) return { figure: text === null ? '' : valueLabel(type, text), unit: '' };
  if (type.includes('StateOfMind'))
    return { ...quantityText(type, value, null), unit: t('of −1 to 1', {}, 'after a score') };
  const most = highestScore(type);
  return most === null
    ? quantityText(type, value, unit, units)
    : { ...quantityText(type, value, null), unit: t('of {most}', { most }, 'after a score') };
}

/** Metadata about how a record was made rather than about the person. */
const silent = /TimeZone|WasUserEntered|Sync(?:Identifier|Version)$|ExternalUUID|^_|Modified Date/;
const maxNotes = 6;

/** Values that the export has as 0 or 1. */
const yesOrNo = /^HK(?:MenstrualCycleStart|SexualActivityProtectionUsed)$/;
const kindLabels: Readonly<Record<string, string>> = lookup({
  momentaryEmotion: t('Momentary emotion'),
  dailyMood: t('Daily mood'),
});

function noteValue(key: string, value: string): string {
  if (yesOrNo.test(key)) return { 0: t('No'), 1: t('Yes') }[value] ?? value;
  return key === '@kind' ? (kindLabels[value] ?? value) : value;
}

/** Labels, associations, doses: details next to the value, in the file's words. */
export function notesText(metadata: Metadata): string {
  return metadata
    .filter(([key, value]) => value !== '' && !silent.test(key))
    .slice(0, maxNotes)
    .map(([key, value]) => `${metadataLabel(key)}: ${noteValue(key, value)}`)
    .join(' · ');
}

/** Names of facts, which the data program gives in English (core/history/fhir.ts). */
const factLabels: Readonly<Record<string, string>> = lookup({
  Category: t('Category'),
  'Body site': t('Body site'),
  Reason: t('Reason'),
  Performer: t('Performer'),
  Encounter: t('Encounter'),
  Issued: t('Issued'),
  Comment: t('Comment'),
  Note: t('Note'),
  'Prescribed by': t('Prescribed by'),
  Quantity: t('Quantity'),
  Repeats: t('Repeats'),
  Taken: t('Taken', {}, 'medication'),
  Until: t('Until'),
  Stated: t('Stated'),
  'Interpretation by the source': t('Interpretation by the source'),
  Method: t('Method'),
  Specimen: t('Specimen'),
  Device: t('Device'),
  When: t('When'),
  Lot: t('Lot', {}, 'medication'),
  'Made by': t('Made by'),
  Expires: t('Expires'),
  Site: t('Site', {}, 'medication'),
  Route: t('Route', {}, 'medication'),
  Given: t('Given', {}, 'medication'),
  Verification: t('Verification'),
  Criticality: t('Criticality'),
  Type: t('Type'),
  'Last occurrence': t('Last occurrence'),
  'Recorded by': t('Recorded by'),
  Began: t('Began'),
  Ended: t('Ended'),
  Place: t('Place'),
  'Follow-up': t('Follow-up'),
  Author: t('Author'),
  'Kept by': t('Kept by'),
  Period: t('Period'),
  Member: t('Member'),
});

export const factLabel = (name: string): string => factLabels[name] ?? name;

const eyeLabels: Readonly<Record<string, string>> = lookup({
  sphere: t('Sphere'),
  cylinder: t('Cylinder'),
  axis: t('Axis', {}, 'eyes'),
  addPower: t('Add power'),
  add: t('Add', {}, 'eyes'),
  prismAmount: t('Prism amount'),
  prismAngle: t('Prism angle'),
  farPD: t('Far PD'),
  nearPD: t('Near PD'),
  vertex: t('Vertex'),
  vertexDistance: t('Vertex distance'),
  baseCurve: t('Base curve'),
  diameter: t('Diameter'),
});

/** `sphere` → `Sphere`, `farPD` → `Far PD`. */
export const eyeLabel = (name: string): string => eyeLabels[name] ?? sentenceCase(wordsOfName(name));

const prescriptionLabels: Readonly<Record<string, string>> = lookup({
  Glasses: t('Glasses'),
  Contacts: t('Contacts', {}, 'lenses'),
});

/** `HKVisionPrescriptionTypeGlasses` → `Glasses`. */
export function prescriptionLabel(type: string | null): string {
  if (type === null) return t('Prescription');
  const bare = type.replace(/^HKVisionPrescriptionType/, '');
  return prescriptionLabels[bare] ?? sentenceCase(wordsOfName(bare));
}
