import type {
  DocumentDate,
  DocumentFact,
  DocumentPart,
  DocumentText,
} from '../../shared/domain/documents.ts';
import { lookup } from '../../shared/lookup.ts';
import {
  codesOf,
  conceptText,
  containedOf,
  type Fhir,
  firstDate,
  firstText,
  joined,
  joinedText,
  listOf,
  nameText,
  objectOf,
  quantityText,
  rangeText,
  referenceRangeText,
  referenceText,
  saying,
  textOf,
  valueText,
} from './fhir-values.ts';

/** The main facts of a clinical record. Texts are the institution's own; the reader's are words for the page to say. */
export interface FhirDocument {
  readonly resourceType: string | null;
  readonly name: DocumentText | null;
  readonly date: DocumentDate | null;
  readonly value: DocumentText | null;
  readonly range: string | null;
  readonly status: string | null;
  readonly facts: readonly DocumentFact[];
  readonly parts: readonly DocumentPart[];
}

/** The fields specific to one kind of resource; `readFhir` reads the common ones. */
interface Own {
  readonly name?: DocumentText | null;
  readonly date?: DocumentDate | null;
  readonly value?: DocumentText | null;
  readonly range?: string | null;
  readonly status?: string | null;
  readonly facts?: readonly (DocumentFact | null)[];
  readonly parts?: readonly DocumentPart[];
}

const fact = (name: string, text: DocumentText | null): DocumentFact | null =>
  text === null ? null : { name, text, date: null };
const dated = (name: string, ...values: readonly unknown[]): DocumentFact | null => {
  const date = firstDate(...values);
  return date === null ? null : { name, text: null, date };
};

/**
 * Reads a resource of FHIR DSTU2 or R4 as Apple exports them (developer.apple.com, "Accessing Health Records": allergies, conditions, coverage,
 * documents, immunizations, lab results, medications, procedures, vital signs). Never fails: unknown parts are left to the JSON. References are never
 * fetched.
 */
export function readFhir(json: unknown): FhirDocument {
  const resource = objectOf(json);
  const resourceType = textOf(resource['resourceType']);
  const own = resourceType === null ? {} : (readers[resourceType]?.(resource) ?? {});
  const { name, date, value, range, status, facts = [], parts = [] } = own;
  return {
    resourceType,
    name: name ?? conceptText(resource['code']) ?? genericName(resource),
    date: date ?? genericDate(resource),
    value: value ?? null,
    range: range ?? null,
    status: status ?? conceptText(resource['status']),
    facts: [
      ...facts,
      fact('Category', conceptText(resource['category'])),
      fact('Body site', conceptText(resource['bodySite'])),
      fact('Reason', conceptText(resource['reasonCode'] ?? resource['reasonCodeableConcept'])),
      fact('Performer', people(resource, resource['performer'])),
      fact('Encounter', referenceText(resource, resource['encounter'] ?? resource['context'])),
      dated('Issued', resource['issued']),
      fact('Comment', firstText(resource['comments'], resource['comment'])),
      ...listOf(resource['note']).map((note) => fact('Note', textOf(note['text']))),
    ].filter((entry) => entry !== null),
    parts,
  };
}

function genericName(resource: Fhir): string | null {
  return (
    firstText(resource['title'], resource['description']) ??
    conceptText(resource['type']) ??
    conceptText(resource['vaccineCode']) ??
    nameText(resource['name'])
  );
}

function genericDate(resource: Fhir): DocumentDate | null {
  const keys = ['effectiveDateTime', 'effectivePeriod', 'date', 'period', 'created', 'authoredOn', 'issued'];
  return firstDate(...[...keys, 'recordedDate', 'dateRecorded'].map((key) => resource[key]));
}

/** The people involved: a list of references, or of parts with one as `actor`. */
function people(resource: Fhir, value: unknown): string | null {
  return joined(
    listOf(value).map((one) => referenceText(resource, one) ?? referenceText(resource, one['actor'])),
  );
}

/** A medication by its concept, its reference, or the contained resource. */
function medicationOf(resource: Fhir): string | null {
  return (
    conceptText(resource['medicationCodeableConcept']) ??
    referenceText(resource, resource['medicationReference']) ??
    conceptText(resource['medication'])
  );
}

/** Dosage (R4) or dosageInstruction (DSTU2): its text, else the dose. */
function dosageText(value: unknown): string | null {
  return joined(
    listOf(value).map((dosage) => {
      const [first] = listOf(dosage['doseAndRate']);
      const dose =
        quantityText(
          dosage['doseQuantity'] ?? dosage['quantityQuantity'] ?? objectOf(first)['doseQuantity'],
        ) ?? rangeText(dosage['doseRange'] ?? objectOf(first)['doseRange']);
      return firstText(dosage['text']) ?? joined([dose, conceptText(dosage['route'])]);
    }),
    '; ',
  );
}

function medication(resource: Fhir): Own {
  const supply = objectOf(resource['dispenseRequest']);
  return {
    name: medicationOf(resource),
    date: firstDate(
      resource['effectiveDateTime'],
      resource['effectivePeriod'],
      resource['authoredOn'],
      resource['dateWritten'],
      resource['whenHandedOver'],
      resource['whenPrepared'],
      resource['dateAsserted'],
    ),
    value: dosageText(resource['dosageInstruction'] ?? resource['dosage']),
    facts: [
      fact('Prescribed by', people(resource, resource['requester'] ?? resource['prescriber'])),
      fact('Quantity', quantityText(resource['quantity'] ?? supply['quantity'])),
      fact('Repeats', textOf(supply['numberOfRepeatsAllowed'])),
      fact('Taken', resource['wasNotTaken'] === true ? saying('no') : textOf(resource['taken'])),
      dated('Until', objectOf(resource['effectivePeriod'])['end']),
      dated('Stated', resource['dateAsserted']),
    ],
  };
}

function partOf(holder: Fhir): DocumentPart {
  return {
    name: conceptText(holder['code']) ?? saying('part'),
    value: valueText(holder) ?? conceptText(holder['dataAbsentReason']),
    range: referenceRangeText(holder),
  };
}

function observation(resource: Fhir): Own {
  const parts = listOf(resource['component']).map(partOf);
  const inParts = parts
    .slice(0, 3)
    .map(({ name, value }) => (value === null ? null : joinedText([name, value], ' ')));
  return {
    date: firstDate(
      resource['effectiveDateTime'],
      resource['effectivePeriod'],
      resource['effectiveInstant'],
      resource['issued'],
    ),
    value: valueText(resource) ?? joinedText(inParts, ' · ') ?? conceptText(resource['dataAbsentReason']),
    range: referenceRangeText(resource),
    facts: [
      fact('Interpretation by the source', conceptText(resource['interpretation'])),
      fact('Method', conceptText(resource['method'])),
      fact('Specimen', referenceText(resource, resource['specimen'])),
      fact('Device', referenceText(resource, resource['device'])),
    ],
    parts,
  };
}

function immunization(resource: Fhir): Own {
  const [protocol] = listOf(resource['protocolApplied'] ?? resource['vaccinationProtocol']);
  const dose = firstText(
    protocol?.['doseNumberPositiveInt'],
    protocol?.['doseNumberString'],
    protocol?.['doseSequence'],
  );
  return {
    name: conceptText(resource['vaccineCode']),
    date: firstDate(resource['occurrenceDateTime'], resource['date'], resource['recorded']),
    value: dose === null ? quantityText(resource['doseQuantity']) : [{ word: 'dose', number: dose }],
    facts: [
      fact('When', textOf(resource['occurrenceString'])),
      fact('Lot', textOf(resource['lotNumber'])),
      fact('Made by', referenceText(resource, resource['manufacturer'])),
      dated('Expires', resource['expirationDate']),
      fact('Site', conceptText(resource['site'])),
      fact('Route', conceptText(resource['route'])),
      fact('Given', resource['wasNotGiven'] === true ? saying('no') : null),
    ],
  };
}

function allergy(resource: Fhir): Own {
  const reactions = listOf(resource['reaction']).map((reaction) => ({
    name: conceptText(reaction['manifestation']) ?? saying('reaction'),
    value: joined([textOf(reaction['severity']), firstText(reaction['description'])]),
    range: null,
  }));
  return {
    name: conceptText(resource['code']) ?? conceptText(resource['substance']),
    date: firstDate(
      resource['onsetDateTime'],
      resource['onset'],
      resource['onsetPeriod'],
      resource['recordedDate'],
      resource['assertedDate'],
    ),
    value: joinedText(reactions.map(({ name }) => name)),
    status: conceptText(resource['clinicalStatus']) ?? conceptText(resource['status']),
    facts: [
      fact('Verification', conceptText(resource['verificationStatus'])),
      fact('Criticality', conceptText(resource['criticality'])),
      fact('Type', conceptText(resource['type'])),
      dated('Last occurrence', resource['lastOccurrence'], resource['lastOccurence']),
      fact('Recorded by', referenceText(resource, resource['recorder'])),
    ],
    parts: reactions,
  };
}

function condition(resource: Fhir): Own {
  const status = conceptText(resource['clinicalStatus']);
  return {
    date: firstDate(
      resource['onsetDateTime'],
      resource['onsetPeriod'],
      resource['recordedDate'],
      resource['dateRecorded'],
      resource['assertedDate'],
    ),
    value: conceptText(resource['severity']),
    status,
    facts: [
      fact('Began', firstText(resource['onsetString']) ?? quantityText(resource['onsetAge'])),
      dated('Ended', resource['abatementDateTime'], resource['abatementPeriod']),
      fact('Ended', firstText(resource['abatementString'])),
      fact('Verification', conceptText(resource['verificationStatus'])),
      fact('Recorded by', referenceText(resource, resource['recorder'] ?? resource['asserter'])),
    ],
  };
}

function procedure(resource: Fhir): Own {
  return {
    date: firstDate(resource['performedDateTime'], resource['performedPeriod']),
    value: conceptText(resource['outcome']),
    facts: [
      dated('Ended', objectOf(resource['performedPeriod'])['end']),
      fact('Place', referenceText(resource, resource['location'])),
      fact('Follow-up', conceptText(resource['followUp'])),
    ],
  };
}

/** Results: contained ones with their values, others by name. */
function report(resource: Fhir): Own {
  const results = listOf(resource['result']).map((result) => {
    const inside = containedOf(resource, result);
    const { value, range } = partOf(inside);
    return { name: referenceText(resource, result) ?? saying('result'), value, range };
  });
  const count: DocumentText | null =
    results.length === 0 ? null : [{ word: 'results', count: results.length }];
  return {
    date: firstDate(resource['effectiveDateTime'], resource['effectivePeriod'], resource['issued']),
    value: firstText(resource['conclusion']) ?? conceptText(resource['conclusionCode']) ?? count,
    facts: [fact('Specimen', people(resource, resource['specimen']))],
    parts: [...results, ...listOf(resource['presentedForm']).map((form) => attachmentOf(form, ''))],
  };
}

/** An attachment's title, format, and size. Its address stays in the JSON. */
function attachmentOf(attachment: Fhir, format: string): DocumentPart {
  const { size } = attachment;
  const isInside = typeof attachment['data'] === 'string';
  return {
    name: firstText(attachment['title']) ?? saying('attachment'),
    value: joinedText([
      formOf(textOf(attachment['contentType']), format),
      typeof size === 'number' && size >= 0 ? [{ word: 'bytes', count: size }] : null,
      saying(isInside ? 'inside' : 'notExported'),
    ]),
    range: null,
  };
}

/** CDA documents are recognized by HL7's format codes (urn:hl7-org:sdwg:…, urn:ihe:…) or by media type. */
function formOf(contentType: string | null, format: string): DocumentText | null {
  const isCda =
    /hl7-org:sdwg|urn:ihe|ccda|\bcda\b/i.test(format) || /\bcda\b|hl7-v3\+xml/i.test(contentType ?? '');
  if (isCda) return saying('cda');
  const media = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (media === 'text/plain') return saying('plainText');
  const short: Readonly<Record<string, string>> = {
    'application/pdf': 'PDF',
    'text/html': 'HTML',
    'text/rtf': 'RTF',
    'application/rtf': 'RTF',
  };
  return Object.hasOwn(short, media) ? (short[media] ?? null) : contentType;
}

function documentReference(resource: Fhir): Own {
  const parts = listOf(resource['content']).map((content) => {
    const format = content['format'];
    const codes = [...listOf(format).flatMap(({ code }) => textOf(code) ?? []), ...codesOf(format)];
    return attachmentOf(objectOf(content['attachment']), codes.join(' '));
  });
  const context = objectOf(resource['context']);
  return {
    name: firstText(resource['description']) ?? conceptText(resource['type']) ?? parts[0]?.name ?? null,
    date: firstDate(resource['date'], resource['indexed'], resource['created'], context['period']),
    value: joinedText(parts.map(({ value }) => value)),
    status: conceptText(resource['docStatus']) ?? conceptText(resource['status']),
    facts: [
      fact('Type', conceptText(resource['type'])),
      fact('Author', people(resource, resource['author'])),
      fact('Kept by', referenceText(resource, resource['custodian'])),
      dated('Period', context['period']),
    ],
    parts,
  };
}

function coverage(resource: Fhir): Own {
  return {
    name: joined(listOf(resource['payor']).map((payor) => referenceText(resource, payor))),
    date: firstDate(resource['period']),
    value: conceptText(resource['type']),
    facts: [
      fact('Member', firstText(resource['subscriberId'])),
      dated('Until', objectOf(resource['period'])['end']),
    ],
  };
}

function encounter(resource: Fhir): Own {
  return {
    name: conceptText(resource['type']) ?? conceptText(resource['class']),
    date: firstDate(resource['period']),
    facts: [dated('Until', objectOf(resource['period'])['end'])],
  };
}

/** A prototype-free lookup, so a resource named `constructor` finds nothing. */
const readers = lookup<(resource: Fhir) => Own>({
  AllergyIntolerance: allergy,
  Condition: condition,
  Coverage: coverage,
  DiagnosticReport: report,
  DocumentReference: documentReference,
  Encounter: encounter,
  Immunization: immunization,
  MedicationAdministration: medication,
  MedicationDispense: medication,
  MedicationOrder: medication,
  MedicationRequest: medication,
  MedicationStatement: medication,
  Observation: observation,
  Procedure: procedure,
});
