import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../../integration/run-cli.ts';
import { scratchDir } from '../../data/scratch.ts';

const steps = (start: string, end: string, value: number, source: string) =>
  `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="${source}" unit="count" startDate="${start}" endDate="${end}" value="${value}"/>`;
const asleep = (start: string, end: string, value = 'AsleepCore') =>
  `<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Ring" startDate="${start}" endDate="${end}" value="HKCategoryValueSleepAnalysis${value}"/>`;

/** An evening hour of which a third is of the next day, in Berlin on the day on which clocks go forward. */
const xml = `<?xml version="1.0"?>\n<HealthData locale="en_US">\n<ExportDate value="2025-04-02 08:00:00 +0000"/>
${steps('2025-03-30 21:20:00 +0000', '2025-03-30 22:20:00 +0000', 300, 'Pocket')}
${steps('2025-03-30 10:00:00 +0000', '2025-03-30 11:00:00 +0000', 1000, 'Pocket')}
${steps('2025-03-30 10:00:00 +0000', '2025-03-30 11:00:00 +0000', 900, 'Shoe')}
${asleep('2025-03-29 22:00:00 +0000', '2025-03-30 05:00:00 +0000')}
${asleep('2025-02-10 22:00:00 +0000', '2025-02-11 05:00:00 +0000', 'AsleepSomehow')}
${asleep('2025-02-11 05:00:00 +0000', '2025-02-11 06:00:00 +0000', 'AsleepSomehow')}
<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="2025-03-30 10:00:00 +0000" endDate="2025-03-30 10:00:00 +0000" value="heavy"/>
</HealthData>\n`;

/** A history of an export, in Berlin: what runs a command on it. */
async function importedFrom(text: string) {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const run = (...words: string[]) => runCli([...words, '--profile', profile]);
  writeFileSync(join(dir, 'export.xml'), text);
  await run('config', 'set', 'homeZone', 'Europe/Berlin');
  await run('import', join(dir, 'export.xml'), '--no-sync');
  return run;
}

test('figures of the command line are those of events, by day, month and value', async () => {
  const cli = await importedFrom(xml);
  const run = (...words: string[]) => cli('figures', ...words);

  const byDay = await run('--type', 'StepCount', '--json');
  const events = await cli('events', '--category', 'steps', '--json');
  const ofEvents = events.lines.map(({ day, figure, properties }) => [
    day,
    figure ?? (properties as Record<string, { value: unknown }>)['Step Count']?.value,
  ]);
  const [first, second] = byDay.lines;
  expect(byDay.lines.map(({ day, sum, count }) => [day, sum, count])).toEqual([
    ['2025-03-30', 1200, 2],
    ['2025-03-31', 100, 1],
  ]);
  expect(ofEvents.toReversed()).toEqual(byDay.lines.map(({ day, sum }) => [day, sum]));
  expect([first?.['start'], first?.['end'], second?.['end']]).toEqual([
    '2025-03-29T23:00:00Z',
    '2025-03-30T22:00:00Z',
    '2025-03-31T22:00:00Z',
  ]);

  // A sample of two days is one sample of a month.
  const byMonth = await run('--type', 'StepCount', '--by', 'month', '--csv');
  expect(byMonth.stdout).toBe(
    'day,start,end,days,count,unit,sum,mean,lowest,highest,latest,figure_kind\n2025-03-01,2025-02-28T23:00:00Z,2025-03-31T22:00:00Z,2,2,count,1300,,,,300,sum\n',
  );
  const sleep = await run('--type', 'SleepAnalysis', '--csv');
  expect(sleep.stdout).toBe(
    'day,start,end,days,value,seconds,count,total\n2025-03-29,2025-03-29T11:00:00Z,2025-03-30T10:00:00Z,1,HKCategoryValueSleepAnalysisAsleepCore,25200,1,25200\n',
  );
  const hours = await run(
    '--type',
    'StepCount',
    '--by',
    'hour',
    '--from',
    '2025-03-30',
    '--to',
    '2025-03-30',
  );
  expect(hours.stdout.split('\n').map((line) => line.split('  ').slice(1, 3))).toEqual([
    ['2025-03-30T10:00:00Z', '1000 count'],
    ['2025-03-30T21:00:00Z', '200 count'],
    [],
  ]);
  expect(await run('--type', 'StepCount', '--by', 'hour')).toMatchObject({ code: 64, stdout: '' });
  expect(await run('--type', 'StepCount', '--json', '--csv')).toMatchObject({ code: 64, stdout: '' });
  expect(await run('--type', 'Nothing', '--json')).toMatchObject({ code: 0, stdout: '' });
});

const staged = `<?xml version="1.0"?>\n<HealthData locale="en_US">\n<ExportDate value="2025-04-02 08:00:00 +0000"/>
${asleep('2025-03-28 22:00:00 +0000', '2025-03-29 01:00:00 +0000')}
${asleep('2025-03-29 01:00:00 +0000', '2025-03-29 01:10:00 +0000', 'Awake')}
${asleep('2025-03-29 01:10:00 +0000', '2025-03-29 05:10:00 +0000', 'AsleepREM')}
${['0.21', '0.24', '0.201'].map((value, hour) => `<Record type="HKQuantityTypeIdentifierBodyFatPercentage" sourceName="Scale" unit="%" startDate="2025-03-29 0${hour}:00:00 +0000" endDate="2025-03-29 0${hour}:00:00 +0000" value="${value}"/>`).join('\n')}
<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="2025-03-29 06:00:00 +0000" endDate="2025-03-29 06:00:00 +0000" value="64.9"/>
</HealthData>\n`;

test('a percentage is one in text and CSV, a fraction in JSON; a staged night has its total', async () => {
  const run = await importedFrom(staged);

  const fat = ['figures', '--type', 'BodyFatPercentage'];
  expect((await run(...fat)).stdout).toBe(
    '2025-03-29  2025-03-28T23:00:00Z  21.7%  (20.1 to 24)  3 records\n',
  );
  expect((await run(...fat, '--csv')).stdout).toContain(',3,%,,21.7,20.1,24,20.1,arithmetic mean\n');
  expect((await run(...fat, '--json')).lines).toMatchObject([
    { unit: '%', mean: 0.217, lowest: 0.201, highest: 0.24, latest: 0.201, total: null },
  ]);
  const records = ['records', '--type', 'BodyFatPercentage'];
  expect((await run(...records)).stdout.split('\n').map((line) => line.split('  ')[2])).toEqual([
    '20.1%',
    '24%',
    '21%',
    undefined,
  ]);
  expect((await run(...records, '--json')).lines.map(({ value, unit }) => [value, unit])).toEqual([
    [0.201, '%'],
    [0.24, '%'],
    [0.21, '%'],
  ]);

  // Converted to grams, it is 64,900.00000000001.
  expect((await run('figures', '--type', 'BodyMass', '--json')).lines).toMatchObject([
    { unit: 'g', mean: 64_900, lowest: 64_900, highest: 64_900, latest: 64_900 },
  ]);

  const sleep = ['figures', '--type', 'SleepAnalysis'];
  const [event] = (await run('events', '--category', 'sleep', '--json')).lines;
  expect(event).toMatchObject({ properties: { 'Total Sleep': { value: 7 * 3600 } } });
  expect((await run(...sleep)).stdout).toContain(
    '  total 25200 s  HKCategoryValueSleepAnalysisAsleepREM 14400 s',
  );
  expect((await run(...sleep, '--json')).lines).toMatchObject([{ total: 25_200, sum: null }]);
  const csv = (await run(...sleep, '--csv')).stdout.trim().split('\n').slice(1);
  expect(csv.map((line) => line.split(',').slice(4))).toEqual([
    ['HKCategoryValueSleepAnalysisAsleepREM', '14400', '1', '25200'],
    ['HKCategoryValueSleepAnalysisAsleepCore', '10800', '1', '25200'],
    ['HKCategoryValueSleepAnalysisAwake', '600', '1', '25200'],
  ]);
});

test('days that have records but no figures say so; days without records say nothing', async () => {
  const cli = await importedFrom(xml);
  const run = (...words: string[]) => cli('figures', ...words);
  const why = 'but only records with a known value and a possible time count.';

  // The night of the 10th goes on until noon.
  const night = await run('--type', 'SleepAnalysis', '--from', '2025-02-10', '--to', '2025-02-10');
  expect(night.stdout).toBe('');
  expect(night.stderr).toContain(`No figures: 2 records are in these days, ${why}`);
  const after = await run('--type', 'SleepAnalysis', '--from', '2025-02-11', '--to', '2025-02-11');
  expect(after.stdout + after.stderr).toBe('');
  const scale = await run('--type', 'BodyMass', '--json');
  expect(scale.stderr).toContain(`No figures: 1 record is in these days, ${why}`);
  const table = await run('--type', 'BodyMass', '--csv');
  expect(table.stderr).toContain('No figures: 1 record');
  expect((await run('--type', 'SleepAnalysis')).stderr).not.toContain('No figures');
});
