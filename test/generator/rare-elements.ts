import { daySeconds } from './calendar.ts';
import type { Context } from './context.ts';
import type { DayPlan } from './day-plan.ts';
import { metadataLines } from './record-writer.ts';
import { activeEnergyUntil } from './watch-rows.ts';

export interface ClinicalFile {
  readonly file: string;
  readonly text: string;
}

const resources = ['Observation', 'Immunization', 'AllergyIntolerance', 'DiagnosticReport'] as const;

function clinicalId(index: number): string {
  return `0000000${index}-AAAA-4BBB-8CCC-DDDDDDDDDDDD`;
}

/** FHIR documents beside the XML. */
export function clinicalFiles(): ClinicalFile[] {
  return resources.map((resourceType, index) => ({
    file: `${resourceType}-${clinicalId(index)}.json`,
    text: `${JSON.stringify({ resourceType, id: String(index), status: 'final', code: { text: `Example ${resourceType}` }, subject: { reference: 'Patient/0' } }, null, 2)}\n`,
  }));
}

function receivedAt(context: Context): number {
  return (context.firstDay + 1) * daySeconds + 36_000;
}

function clinicalTexts(context: Context): string[] {
  return resources.map((type, index) => {
    context.counter.elements.ClinicalRecord++;
    const id = clinicalId(index);
    return ` <ClinicalRecord type="${type}" identifier="${id}" sourceName="Example Clinic" sourceURL="https://example.invalid/fhir/${type}/${index}?a=1&amp;b=2" fhirVersion="4.0.1" receivedDate="${context.print(receivedAt(context))}" resourceFilePath="/clinical-records/${type}-${id}.json"/>\n`;
  });
}

function audiogramText(context: Context): string {
  context.counter.elements.Audiogram++;
  const at = context.print(receivedAt(context) + 7200);
  const points = [500, 1000, 2000, 4000, 8000].map((frequency, i) => {
    const masking = i % 2 === 0 ? ' leftEarMasked="NO" rightEarMasked="YES"' : '';
    const clamping =
      i === 4 ? ' rightEarClampingRangeLowerBound="-10" rightEarClampingRangeUpperBound="90"' : '';
    const right = i === 3 ? '' : ` rightEarValue="${5 * i}" rightEarUnit="dBHL"`;
    return `  <SensitivityPoint frequencyValue="${frequency}" frequencyUnit="Hz" leftEarValue="${10 + 5 * i}" leftEarUnit="dBHL"${right}${masking}${clamping}/>\n`;
  });
  const metadata = metadataLines(context, [['HKExternalUUID', 'audiogram-1']], '  ');
  return ` <Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Mimi" sourceVersion="5" creationDate="${at}" startDate="${at}" endDate="${at}">\n${metadata}${points.join('')} </Audiogram>\n`;
}

function visionText(context: Context): string {
  context.counter.elements.VisionPrescription++;
  const issued = context.print(receivedAt(context) + 10_800);
  const expires = context.print(receivedAt(context) + 730 * daySeconds);
  const eye = (name: string, sphere: string, extra: string) =>
    `  <${name} sphere="${sphere}" sphereUnit="D" cylinder="-0.5" cylinderUnit="D" axis="90" axisUnit="deg"${extra}/>\n`;
  const eyes =
    eye('RightEye', '-1.25', ' farPD="31.5" farPDUnit="mm"') +
    eye('LeftEye', '-1', ' prismAmount="0.5" prismAmountUnit="prismDiopter"');
  return ` <VisionPrescription type="HKVisionPrescriptionTypeGlasses" dateIssued="${issued}" expirationDate="${expires}" brand="Ray &amp; Sons">\n${eyes}  <Attachment identifier="7D0B5F4C-0000-4000-8000-00000000000A"/>\n </VisionPrescription>\n`;
}

/** Elements that no version has had so far: to be kept and counted (healthkit/README §1.3). */
function noveltyTexts(context: Context): string[] {
  context.counter.elements.unknown += 2;
  return [
    ` <Novelty kind="mood" startDate="${context.print(receivedAt(context))}" value="calm &amp; bright"/>\n`,
    ' <Novelty kind="note">kept as it is, whatever it means</Novelty>\n',
  ];
}

/** What stands once or a few times at the end of an export. */
export function* rareTexts(context: Context): Generator<string[]> {
  const { doctype } = context.settings;
  if (context.wants('ClinicalRecord')) yield clinicalTexts(context);
  if (context.wants('Audiogram')) yield [audiogramText(context)];
  if (context.wants('VisionPrescription') && doctype !== '11') yield [visionText(context)];
  if (context.wants('Novelty')) yield noveltyTexts(context);
}

/** One day's rings: Apple's own figures, which the day's records add up to. The last day has only its first hours. */
export function summaryTexts(plan: DayPlan, context: Context): string[] {
  const { units, counter, exportAt } = context;
  if (plan.start >= exportAt) return [];
  const until = (at: number) => at < exportAt;
  const energy = units.energy.print(activeEnergyUntil(context, plan, exportAt));
  const exercise = plan.exerciseMinutes.filter(until).length;
  const stood = plan.standHours.filter((hour) => hour.stood && until(hour.start + 3600)).length;
  counter.elements.ActivitySummary++;
  const date = new Date(plan.day * daySeconds * 1000).toISOString().slice(0, 10);
  const moveTime = context.settings.doctype === '11' ? 'appleMoveMinutes' : 'appleMoveTime';
  return [
    ` <ActivitySummary dateComponents="${date}" activeEnergyBurned="${energy}" activeEnergyBurnedGoal="${units.energy.print(620)}" activeEnergyBurnedUnit="${units.energy.unit}" ${moveTime}="0" ${moveTime}Goal="0" appleExerciseTime="${exercise}" appleExerciseTimeGoal="30" appleStandHours="${stood}" appleStandHoursGoal="12"/>\n`,
  ];
}

/** The person, contradicted by `--person 2` in date of birth and sex. */
export function meText(context: Context): string {
  const { person, doctype } = context.settings;
  const key = 'HKCharacteristicTypeIdentifier';
  const birth = person === 1 ? '1980-01-01' : '1991-06-15';
  const sex = person === 1 ? 'Male' : 'Female';
  const medications = doctype === '11' ? '' : ` ${key}CardioFitnessMedicationsUse="None"`;
  return ` <Me ${key}DateOfBirth="${birth}" ${key}BiologicalSex="HKBiologicalSex${sex}" ${key}BloodType="HKBloodTypeNotSet" ${key}FitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"${medications}/>\n`;
}
