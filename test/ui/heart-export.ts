import { writeFileSync } from 'node:fs';
import { writeZip } from '../support/zip-writer.ts';

/** An ECG file as the phone of an English speaker writes it: half a minute, in µV. */
export interface HandMadeEcg {
  readonly day: string;
  readonly clock: string;
  readonly classification: string;
  readonly symptoms: string;
  readonly samples: readonly number[];
}

/** Sharp beats of `height` µV, one each `every` samples, on a slow wave; no two ECGs are alike. */
export function beatsOf(height: number, every: number): number[] {
  return Array.from(
    { length: 15_360 },
    (_, index) => Math.round((index % every < 6 ? height : 40 * Math.sin(index / 700)) * 1000) / 1000,
  );
}

const ecgText = ({ day, clock, classification, symptoms, samples }: HandMadeEcg) =>
  [
    'Name,Sam Sample',
    'Date of Birth,"Jan 1, 1980"',
    `Recorded Date,${day} ${clock} +0100`,
    `Classification,${classification}`,
    `Symptoms,${symptoms}`,
    'Software Version,1.90',
    'Device,"Watch6,7"',
    'Sample Rate,512 hertz',
    '',
    'Lead,Lead I',
    'Unit,µV',
    '',
    ...samples.map((value) => value.toFixed(3)),
  ].join('\n');

export interface HandMadeResource {
  readonly id: string;
  /** When the phone received it. */
  readonly day: string;
  readonly json: Readonly<Record<string, unknown>> & { readonly resourceType: string };
}

interface HandMade {
  readonly exportDay: string;
  /** Elements of the XML. */
  readonly elements: readonly string[];
  readonly ecgs: readonly HandMadeEcg[];
  readonly resources: readonly HandMadeResource[];
}

const pathOf = ({ id, json }: HandMadeResource) => `clinical-records/${json.resourceType}-${id}.json`;

const clinicalElement = (resource: HandMadeResource) =>
  `<ClinicalRecord type="${resource.json.resourceType}" identifier="${resource.id}" sourceName="Example Clinic" sourceURL="https://example.invalid/${resource.id}" fhirVersion="4.0.1" receivedDate="${resource.day} 10:00:00 +0100" resourceFilePath="/${pathOf(resource)}"/>`;

/** Writes an export with its files beside the XML. */
export function writeHandMade(path: string, { exportDay, elements, ecgs, resources }: HandMade): void {
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<HealthData locale="en_DE"><ExportDate value="${exportDay} 12:00:00 +0100"/>`,
    '<Me HKCharacteristicTypeIdentifierDateOfBirth="1980-01-01" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet" HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"/>',
    ...elements,
    ...resources.map(clinicalElement),
    '</HealthData>',
  ].join('\n');
  const file = (name: string, data: string) => ({ name: `apple_health_export/${name}`, data });
  writeFileSync(
    path,
    writeZip([
      file('export.xml', xml),
      ...ecgs.map((ecg) => file(`electrocardiograms/ecg_${ecg.day}.csv`, ecgText(ecg))),
      ...resources.map((resource) => file(pathOf(resource), JSON.stringify(resource.json))),
    ]),
  );
}
