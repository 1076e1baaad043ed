import { writeZip } from '../../generator/zip.ts';

const days = 24;
const perDay = 130;

function clock(day: number, second: number): string {
  return `${new Date(Date.UTC(2025, 2, 1 + day, 8, 0, second)).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}

function at(day: number, second: number): string {
  return `startDate="${clock(day, second)}" endDate="${clock(day, second)}"`;
}

function pressures(source: string, day: number): string {
  const where = at(day, 7);
  const half = (kind: string, value: number) =>
    `<Record type="HKQuantityTypeIdentifierBloodPressure${kind}" sourceName="${source}" unit="mmHg" ${where} value="${value}"/>`;
  const both = half('Systolic', 120 + day) + half('Diastolic', 70 + day);
  return `<Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="${source}" ${where}>${both}</Correlation>${both}\n`;
}

const version = (identifier: string, number: number) =>
  `<MetadataEntry key="HKMetadataKeySyncIdentifier" value="${identifier}"/><MetadataEntry key="HKMetadataKeySyncVersion" value="${number}"/>`;

/** With sync identifiers. Day 3 stands in two versions; the later export has another of day 5, a lower one of day 7, and none of day 9. */
function weights(source: string, day: number, isLater: boolean): string {
  if (isLater && day === 9) return '';
  const one = (number: number, value: number) =>
    `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="${source}" unit="kg" ${at(day, 9)} value="${value}">${version(`weight-${day}`, number)}</Record>\n`;
  if (day === 3) return one(1, 70.1) + one(2, 70.2);
  if (day === 5 && isLater) return one(3, 71);
  if (day === 7 && isLater) return one(1, 72);
  return one(2, 60 + day);
}

function workout(source: string, day: number): string {
  const dates = `startDate="${clock(day, 0)}" endDate="${clock(day, 1800)}"`;
  return `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="${source}" duration="30" durationUnit="min" ${dates}><WorkoutRoute sourceName="${source}" ${dates}><FileReference path="/workout-routes/route_${day}.gpx"/></WorkoutRoute></Workout>\n`;
}

const gpx = (day: number) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1"><trk><trkseg><trkpt lon="4.35" lat="50.8${day}"><ele>20</ele><time>2025-03-0${day + 1}T08:00:00Z</time></trkpt></trkseg></trk></gpx>\n`;

/**
 * A zip of one source named `source`: heart rates, a blood pressure a day (in a correlation and beside it), a weight a day,
 * workouts with route files, a clinical record. `extraDays` are what a later export has more. Returns the path.
 */
export async function writeCuffExport(path: string, source: string, extraDays = 0): Promise<string> {
  let xml = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n';
  xml += `<ExportDate value="2025-05-0${1 + extraDays} 10:00:00 +0000"/>\n`;
  for (let day = 0; day < days + extraDays; day++) {
    for (let i = 0; i < perDay; i++)
      xml += `<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="${source}" unit="count/min" ${at(day, i * 60)} value="${50 + ((i * 7 + day) % 60)}"/>\n`;
    xml += pressures(source, day) + weights(source, day, extraDays > 0);
  }
  for (let day = 0; day < 3; day++) xml += workout(source, day);
  xml += `<ClinicalRecord type="AllergyRecord" identifier="a1" sourceName="Clinic" sourceURL="https://clinic.example/1" fhirVersion="4.0.1" receivedDate="${clock(1, 0)}" resourceFilePath="/clinical-records/a1.json"/>\n`;
  xml += '</HealthData>\n';
  await writeZip(path, [
    { name: 'apple_health_export/export.xml', data: xml },
    ...[0, 1, 2].map((day) => ({
      name: `apple_health_export/workout-routes/route_${day}.gpx`,
      data: gpx(day),
    })),
    { name: 'apple_health_export/clinical-records/a1.json', data: '{"resourceType":"AllergyIntolerance"}' },
  ]);
  return path;
}
