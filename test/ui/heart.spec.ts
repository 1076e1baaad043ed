import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { beatsOf, type HandMadeEcg, type HandMadeResource, writeHandMade } from './heart-export.ts';
import { overRealApp } from './over-real-app.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];
/** Every address that the page asked for. */
const asked: string[] = [];

const ecgs: HandMadeEcg[] = [
  {
    day: '2024-02-01',
    clock: '08:00:00',
    classification: 'Sinus Rhythm',
    symptoms: '',
    samples: beatsOf(960, 430),
  },
  {
    day: '2024-02-10',
    clock: '09:30:00',
    classification: 'Sinusrhythmus',
    symptoms: '',
    samples: beatsOf(800, 500),
  },
  {
    day: '2024-02-20',
    clock: '23:45:00',
    classification: 'High Heart Rate',
    symptoms: 'Dizziness',
    samples: beatsOf(1250, 280),
  },
];
const lastEcg = ecgs[2] as HandMadeEcg;

const sample = (type: string, at: string, rest: string, inside = '') =>
  `<Record type="HK${type}" sourceName="Watch" startDate="${at} +0100" endDate="${at} +0100" ${rest}>${inside}</Record>`;
/** Two begin while the last ECG is recorded, one a second after it. */
const rates = [
  ['2024-02-20 23:45:02', 111],
  ['2024-02-20 23:45:28', 120],
  ['2024-02-20 23:45:31', 40],
] as const;
const printedBeats = [
  [60, '6:14:48.00 PM'],
  [75, '6:14:48.80 PM'],
  [80, '6:14:49.55 PM'],
  [60, '6:14:53.00 PM'],
] as const;
const beats = printedBeats
  .map(([bpm, time]) => `<InstantaneousBeatsPerMinute bpm="${bpm}" time="${time}"/>`)
  .join('');

const labOf = (id: string, day: string, value: number): HandMadeResource => ({
  id,
  day,
  json: {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'Potassium <b>bold</b>' },
    effectiveDateTime: day,
    valueQuantity: { value, unit: 'mmol/L' },
    referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
    subject: { reference: 'https://example.invalid/Patient/1' },
  },
});
const resources = [
  labOf('lab-1', '2024-01-05', 4.2),
  labOf('lab-2', '2024-01-15', 4.7),
  labOf('lab-3', '2024-01-25', 5.3),
  {
    id: 'shot-1',
    day: '2024-01-25',
    json: { resourceType: 'Immunization', vaccineCode: { text: 'Tetanus' }, occurrenceDateTime: '2019-03' },
  },
];

const elements = [
  ...rates.map(([at, value]) =>
    sample('QuantityTypeIdentifierHeartRate', at, `unit="count/min" value="${value}"`),
  ),
  sample(
    'QuantityTypeIdentifierHeartRateVariabilitySDNN',
    '2024-02-03 18:14:48',
    'unit="ms" value="41.5"',
    `<HeartRateVariabilityMetadataList>${beats}</HeartRateVariabilityMetadataList>`,
  ),
  sample('CategoryTypeIdentifierHeadache', '2024-02-04 08:00:00', 'value="HKCategoryValueSeverityMild"'),
  sample(
    'CategoryTypeIdentifierMenstrualFlow',
    '2024-02-05 08:00:00',
    'value="HKCategoryValueMenstrualFlowLight"',
    '<MetadataEntry key="HKMenstrualCycleStart" value="1"/>',
  ),
  '<StateOfMind kind="dailyMood" valence="0.4" sourceName="Health" startDate="2024-02-06 20:00:00 +0100" endDate="2024-02-06 20:00:00 +0100"><Label value="calm"/></StateOfMind>',
  '<MedicationDoseEvent medication="Example" status="taken" sourceName="Health" startDate="2024-02-06 08:00:00 +0100" endDate="2024-02-06 08:00:00 +0100"/>',
  '<PHQ9Assessment score="4" sourceName="Health" startDate="2024-02-06 21:00:00 +0100"/>',
  '<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Mimi" startDate="2024-02-07 10:00:00 +0100" endDate="2024-02-07 10:00:00 +0100"><SensitivityPoint frequencyValue="500" frequencyUnit="Hz" leftEarValue="10" leftEarUnit="dBHL" rightEarValue="25" rightEarUnit="dBHL"/><SensitivityPoint frequencyValue="4000" frequencyUnit="Hz" leftEarValue="40" leftEarUnit="dBHL"/></Audiogram>',
  '<VisionPrescription type="HKVisionPrescriptionTypeGlasses" dateIssued="2024-02-08 10:00:00 +0100" expirationDate="2026-02-08 10:00:00 +0100"><RightEye sphere="-1.25" sphereUnit="D"/><LeftEye sphere="-1" sphereUnit="D"/></VisionPrescription>',
];

overRealApp({
  async begin(app) {
    const client = await WebClient.enter(app.link());
    const exports = [
      { exportDay: '2024-03-01', elements, ecgs, resources },
      // The second ECG and the second lab result were deleted on the phone.
      {
        exportDay: '2024-03-02',
        elements,
        ecgs: ecgs.filter((_, index) => index !== 1),
        resources: resources.filter(({ id }) => id !== 'lab-2'),
      },
    ];
    for (const [index, made] of exports.entries()) {
      const path = join(app.dir, `export ${index}.zip`);
      writeHandMade(path, made);
      expect(await importThroughWeb(app.link(), path, () => undefined)).toMatchObject({
        state: 'completed',
        problems: [],
      });
    }
    await client.call('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  },
  opened(there) {
    ({ page, complaints } = there);
    page.on('request', (request) => asked.push(request.url()));
  },
});

const at = (hash: string) => page.goto(`${new URL(page.url()).origin}/#/history?${hash}`);
const rowsOf = (name: string) => page.getByRole('table', { name, exact: true }).getByRole('row');
const mmInPixels = 96 / 25.4;

test('ECGs are listed newest first with the words of the file, reached by keyboard', async () => {
  await at('tab=events');
  const heart = page.getByRole('tab', { name: 'Heart' });
  await page.getByRole('tab', { name: 'Events' }).focus();
  const isThere = () => heart.evaluate((tab) => tab === document.activeElement);
  for (let step = 0; step < 10 && !(await isThere()); step++) await page.keyboard.press('ArrowRight');
  await expect(heart).toBeFocused();
  await expect(rowsOf('ECGs')).toHaveCount(3);
  // The mean of 111 and 120 is 115.5; the record after the 30 s does not count.
  await expect(rowsOf('ECGs').nth(1)).toHaveText(
    /Feb 20, 2024, 11:45:00.PM.*High Heart Rate.*116 bpm.*Dizziness.*30 s/,
  );
  await expect(rowsOf('ECGs').nth(2)).toHaveText(/Feb 1, 2024, 8:00:00.AM.*Sinus Rhythm.*—.*30 s/);
  expect(await axeFindings(page)).toEqual([]);
  await rowsOf('ECGs').nth(1).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: /Feb 20, 2024/ })).toBeVisible();
});

test('an ECG stands at 25 mm/s and 10 mm/mV on its grid, every sample where the file has it', async () => {
  const strips = page.getByRole('region', { name: 'Trace' }).getByRole('img');
  await expect(strips).toHaveCount(3);
  const box = await strips.first().boundingBox();
  expect(box?.width).toBeCloseTo(250 * mmInPixels, 0);
  // 1.25 mV above and a little below nought: 15 mm, 5 mm, and 5 mm for the seconds.
  expect(box?.height).toBeCloseTo(25 * mmInPixels, 0);
  const drawn = await strips.nth(1).locator('[data-trace]').getAttribute('d');
  const points = [...(drawn ?? '').matchAll(/[ML]([\d.]+) (-?[\d.]+)/g)];
  expect(points).toHaveLength(5120);
  for (const index of [0, 77, 2600, 5119]) {
    const [, x, y] = points[index] ?? [];
    expect(Number(x)).toBeCloseTo((index / 512) * 25, 3);
    expect(Number(y)).toBeCloseTo(15 - ((lastEcg.samples[5120 + index] ?? 0) / 1000) * 10, 3);
  }
  // All three strips are there to be seen, one under the other.
  const last = await strips.nth(2).boundingBox();
  const place = await page.getByRole('region', { name: 'Trace' }).boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual((place?.y ?? 0) + (place?.height ?? 0));
  const facts = page.getByRole('region', { name: /^ECG of/ });
  await expect(facts).toContainText('512 Hz');
  await expect(facts).toContainText('15,360');
  await expect(facts).toContainText('Lead I');
  await expect(facts).toContainText('plain mean of the 2 heart rate records');
  await page.getByRole('button', { name: 'Each second as figures' }).click();
  const second = lastEcg.samples.slice(512, 1024);
  await expect(
    page.getByRole('row', { name: new RegExp(`^1 .* ${Math.max(...second) / 1000}$`) }),
  ).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('it is twice as large at 200%, stays so after a reload, and is printed at its true size all the same', async () => {
  await page.getByRole('radio', { name: '200%' }).press('Space');
  const strip = page.getByRole('region', { name: 'Trace' }).getByRole('img').first();
  await expect.poll(async () => (await strip.boundingBox())?.width).toBeGreaterThan(499 * mmInPixels);
  await page.reload();
  await expect.poll(async () => (await strip.boundingBox())?.width).toBeGreaterThan(499 * mmInPixels);
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('[data-print-sheet]');
  await expect(sheet.locator('h2')).toBeVisible();
  await expect(page.locator('#main')).toBeHidden();
  const printed = await sheet.locator('svg[role=img]').nth(2).boundingBox();
  expect(printed?.width).toBeCloseTo(250 * mmInPixels, 0);
  await page.emulateMedia({ media: null });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  // A landscape page, wide enough for 250 mm between its margins (in points of 1/72 inch).
  const [, wide = '0', high = '0'] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf) ?? [];
  expect(Number(wide)).toBeGreaterThan(Number(high));
  expect(Number(wide)).toBeGreaterThan(((250 + 20) / 25.4) * 72);
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.goBack();
  await expect(rowsOf('ECGs')).toHaveCount(3);
});

test('an ECG that left the Health app stands apart and is drawn as before, its words with a label', async () => {
  await page.getByRole('button', { name: 'Show those no longer in the Health app' }).click();
  await expect(rowsOf('ECGs')).toHaveCount(2);
  await expect(rowsOf('ECGs').nth(1)).toContainText('Sinusrhythmus (Sinus rhythm)');
  await rowsOf('ECGs').nth(1).getByRole('link').click();
  await expect(page.getByText('No longer in the Health app', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Trace' }).getByRole('img')).toHaveCount(3);
});

test('a beat-to-beat series is drawn from its record, broken where beats are missing', async () => {
  await at('tab=heart');
  await page.getByRole('radio', { name: 'Beat to beat' }).press('Space');
  await expect(rowsOf('Beat-to-beat series').nth(1)).toHaveText(/Feb 3, 2024.*41.5 ms.*4.*Watch/);
  await rowsOf('Beat-to-beat series').nth(1).getByRole('link').click();
  await expect(
    page.getByRole('img', { name: '4 beats: 750 to 1,000 ms between beats over 5 s' }),
  ).toBeVisible();
  const path = await page.locator('[data-tachogram]').getAttribute('d');
  // The first three follow each other; 3.45 s pass before the fourth.
  expect(path?.replace(/[^ML]/g, '')).toBe('MLLM');
  await page.getByRole('button', { name: 'Beats as figures' }).click();
  await expect(page.getByRole('row', { name: '0.80 6:14:48.80 PM 75 800' })).toBeVisible();
  await expect(page.getByRole('row', { name: '5.00 6:14:53.00 PM 60 1,000' })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('clinical records by kind: name, date, value and range; the JSON behind; nothing is fetched and nothing becomes markup', async () => {
  await at('tab=documents');
  const list = rowsOf('Results and vital signs');
  await expect(list).toHaveCount(3);
  await expect(list.nth(1)).toHaveText(
    /Jan 25, 2024.*Potassium <b>bold<\/b>.*5.3 mmol\/L.*3.5 – 5.1 mmol\/L.*final/,
  );
  await expect(list.nth(2)).toContainText('4.2 mmol/L');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(new ExportDialog(page).dialog).toContainText(
    'Results and vital signs: everything the list shows',
  );
  expect(await new ExportDialog(page).rows()).toMatchObject([
    {
      name: 'Potassium <b>bold</b>',
      value: '5.3 mmol/L',
      range: '3.5 – 5.1 mmol/L',
      status: 'final',
      source: 'Example Clinic',
    },
    { value: '4.2 mmol/L' },
  ]);
  await list.nth(1).getByRole('link').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /^Details: Potassium/ });
  await expect(panel).toContainText('Example Clinic');
  await panel.getByRole('button', { name: /^JSON in the export/ }).click();
  await expect(panel.getByText('"reference": "https://example.invalid/Patient/1"')).toBeVisible();
  await expect(page.locator('b')).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Close details' }).press('Enter');
  await expect(panel).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 1 document no longer in the Health app' }).click();
  await expect(list).toHaveCount(2);
  await expect(list.nth(1)).toContainText('4.7 mmol/L');
  await page.getByRole('button', { name: 'Export' }).click();
  const [removed] = await new ExportDialog(page).rows();
  expect(removed).toMatchObject({ value: '4.7 mmol/L', removed: expect.stringMatching(/gone|superseded/) });
  await page.getByRole('link', { name: /^Immunizations/ }).click();
  await expect(rowsOf('Immunizations').nth(1)).toHaveText(/Mar 2019.*Tetanus/);
});

test('an audiogram: left a cross, right a circle, loud below, and the same as a table', async () => {
  await page.getByRole('link', { name: /^Audiograms/ }).click();
  await rowsOf('Audiograms').nth(1).getByRole('link').click();
  const chart = page.getByRole('img', { name: 'Audiogram of 2 frequencies' });
  await expect(chart).toBeVisible();
  await expect(chart.locator('path[data-ear=left]')).toHaveCount(2);
  await expect(chart.locator('circle[data-ear=right]')).toHaveCount(1);
  const heights = await chart
    .locator('path[data-ear=left]')
    .evaluateAll((signs) => signs.map((sign) => sign.getBoundingClientRect().y));
  expect(heights[0]).toBeLessThan(heights[1] ?? 0);
  await expect(page.getByRole('row', { name: '500 10 25' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^4,000 40/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  // Paper has the audiogram alone, as long as it is.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Kinds of documents' })).toBeHidden();
  await expect(page.getByRole('table', { name: 'Audiograms' })).toBeHidden();
  await expect(chart).toBeVisible();
  await expect(page.getByRole('row', { name: /^4,000 40/ })).toBeVisible();
  expect(
    await page
      .getByRole('complementary', { name: /^Details/ })
      .evaluate((panel) =>
        [panel, ...panel.querySelectorAll('*')].every((one) => getComputedStyle(one).overflowY !== 'auto'),
      ),
  ).toBe(true);
  await page.emulateMedia({ media: null });
});

test('a prescription, State of Mind, a dose, a symptom, a cycle day and an assessment under their own names', async () => {
  const first = async (group: RegExp, table: string) => {
    await page.getByRole('link', { name: group }).click();
    return rowsOf(table).nth(1);
  };
  await (await first(/^Prescriptions/, 'Prescriptions')).getByRole('link').click();
  await expect(page.getByRole('row', { name: 'Sphere -1.25 D -1 D' })).toBeVisible();
  await expect(await first(/^State of Mind/, 'State of Mind')).toHaveText(
    /Feb 6, 2024.*0.4 of −1 to 1.*Label: calm/,
  );
  await expect(await first(/^Medications/, 'Medications')).toContainText('Example: taken');
  await expect(await first(/^Headache/, 'Headache')).toContainText('Mild');
  await expect(await first(/^Menstruation/, 'Menstruation')).toContainText('Menstrual cycle start: Yes');
  const score = await first(/^Depression risk/, 'Depression risk (PHQ-9)');
  await expect(score).toContainText('4 of 27');
  expect(await axeFindings(page)).toEqual([]);
  await score.getByRole('link').click();
  await expect(page.getByRole('complementary', { name: /^Details: Depression risk/ })).toBeVisible();
});

test('both fit the smallest window, and the tabs are all in reach', async () => {
  await page.setViewportSize({ width: 720, height: 520 });
  for (const hash of ['tab=documents&group=clinical%3AObservation', 'tab=heart']) {
    await at(hash);
    await expect(page.getByRole('tab', { name: 'Documents' })).toBeInViewport();
    await expect(page.getByRole('table').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
});

test('the browser had nothing to complain of, and the page asked nobody but its own host', () => {
  expect(complaints).toEqual([]);
  const { origin } = new URL(page.url());
  expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
});

test('Search exports the list of ECGs and of series, one ECG that is open, and the documents', async () => {
  const dialog = new ExportDialog(page);
  const exportFound = async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('export');
    await expect(
      page.getByRole('dialog', { name: 'Search' }).getByRole('option', { selected: true }),
    ).toHaveText('Export…');
    await page.keyboard.press('Enter');
    await expect(dialog.dialog).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(1);
  };
  await at('tab=heart');
  await expect(rowsOf('ECGs')).toHaveCount(3);
  await exportFound();
  expect(await dialog.rows()).toEqual([
    {
      recorded: '2024-02-20T23:45:00+01:00',
      classification: 'High Heart Rate',
      classification_name: null,
      heart_rate_bpm: 115.5,
      heart_rate_records: 2,
      symptoms: 'Dizziness',
      length_s: 30,
    },
    expect.objectContaining({ classification: 'Sinus Rhythm', heart_rate_bpm: null, symptoms: null }),
  ]);
  await rowsOf('ECGs').nth(1).getByRole('link').click();
  const heading = page.getByRole('heading', { level: 2, name: /Feb 20, 2024/ });
  await expect(heading).toBeVisible();
  await exportFound();
  await expect(heading).toBeAttached();
  expect(await dialog.rows()).toHaveLength(lastEcg.samples.length);
  await expect(heading).toBeVisible();
  await at('tab=heart&of=beats');
  await expect(rowsOf('Beat-to-beat series')).toHaveCount(2);
  await exportFound();
  expect(await dialog.rows()).toMatchObject([{ value: 41.5, unit: 'ms', beats: 4, source: 'Watch' }]);
  await at('tab=documents');
  await expect(rowsOf('Results and vital signs')).toHaveCount(3);
  await exportFound();
  expect(await dialog.rows()).toHaveLength(2);
});
