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
import { formatLocale } from '../../../shared/language.ts';
import { lookup } from '../../../shared/lookup.ts';
import { zonedText } from '../../components/zone-formats.ts';

export const sectionTitles: Readonly<Record<DocumentSection, string>> = {
  clinical: 'Clinical records',
  hearing: 'Hearing',
  vision: 'Vision',
  mind: 'State of Mind and assessments',
  medications: 'Medications',
  symptoms: 'Symptoms',
  cycle: 'Cycle and reproduction',
  correlations: 'Pairs no longer in the Health app',
};

/** Types of FHIR and of HealthKit (HKClinicalTypeIdentifier), in the Health app's words. */
const clinicalLabels: Readonly<Record<string, string>> = lookup({
  AllergyIntolerance: 'Allergies',
  AllergyRecord: 'Allergies',
  ClinicalNoteRecord: 'Clinical notes',
  Condition: 'Conditions',
  ConditionRecord: 'Conditions',
  Coverage: 'Coverage',
  CoverageRecord: 'Coverage',
  DiagnosticReport: 'Reports',
  DocumentReference: 'Clinical documents',
  Encounter: 'Encounters',
  Immunization: 'Immunizations',
  ImmunizationRecord: 'Immunizations',
  LabResultRecord: 'Lab results',
  MedicationDispense: 'Dispensed medications',
  MedicationOrder: 'Medication orders',
  MedicationRecord: 'Medications',
  MedicationRequest: 'Medication requests',
  MedicationStatement: 'Medication statements',
  Observation: 'Results and vital signs',
  Patient: 'Patient',
  Procedure: 'Procedures',
  ProcedureRecord: 'Procedures',
  VitalSignRecord: 'Vital signs',
});

/** `HKClinicalTypeIdentifierLabResultRecord` → `Lab results`, `Observation` → `Results and vital signs`. */
export function clinicalLabel(type: string): string {
  const bare = type.replace(/^HKClinicalTypeIdentifier/, '');
  return clinicalLabels[bare] ?? (/^[A-Z][A-Za-z0-9]+$/.test(bare) ? sentenceCase(wordsOfName(bare)) : type);
}

export function groupLabel({ group, section }: Pick<DocumentGroup, 'group' | 'section'>): string {
  if (section === 'clinical') return clinicalLabel(group.slice('clinical:'.length));
  if (group === 'audiogram') return 'Audiograms';
  return group === 'vision' ? 'Prescriptions' : typeLabel(group);
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
  if (type.includes('StateOfMind')) return { ...quantityText(type, value, null), unit: 'of −1 to 1' };
  const most = highestScore(type);
  return most === null
    ? quantityText(type, value, unit, units)
    : { ...quantityText(type, value, null), unit: `of ${most}` };
}

/** Metadata about how a record was made rather than about the person. */
const silent = /TimeZone|WasUserEntered|Sync(?:Identifier|Version)$|ExternalUUID|^_|Modified Date/;
const mostNotes = 6;

/** Labels, associations, doses: details next to the value, in the file's words. */
export function notesText(metadata: Metadata): string {
  return metadata
    .filter(([key, value]) => value !== '' && !silent.test(key))
    .slice(0, mostNotes)
    .map(([key, value]) => `${metadataLabel(key)}: ${value}`)
    .join(' · ');
}

/** `sphere` → `Sphere`, `farPD` → `Far PD`. */
export const eyeLabel = (name: string): string => sentenceCase(wordsOfName(name));

/** `HKVisionPrescriptionTypeGlasses` → `Glasses`. */
export const prescriptionLabel = (type: string | null): string =>
  type === null ? 'Prescription' : sentenceCase(wordsOfName(type.replace(/^HKVisionPrescriptionType/, '')));
