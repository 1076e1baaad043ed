import { describe, expect, it } from 'vitest';
import { readElectrocardiogram } from '../../../../../src/core/healthkit/sidecar/ecg.ts';
import { endlessEntry, entryOf } from './entries.ts';

const numbers = Array.from({ length: 15_360 }, (_, i) => (((i * 37) % 1000) / 8 - 50).toFixed(3));

const english = [
  'Name,Sam Sample',
  'Date of Birth,"Jan 1, 1980"',
  'Recorded Date,2023-03-04 10:11:12 -0500',
  'Classification,Sinus Rhythm',
  'Symptoms,"Rapid, pounding heartbeat"',
  'Software Version,1.90',
  'Device,"Watch6,7"',
  'Sample Rate,513.992 hertz',
  '',
  '',
  'Lead,Lead I',
  'Unit,µV',
  '',
  ...numbers,
  '',
];

const japanese = [
  '名前',
  '生年月日,1980年1月1日',
  '記録日時,2023-03-04 10:11:12 +0900',
  '分類,洞調律',
  '症状,',
  'ソフトウェアバージョン,2',
  'デバイス,"Watch6,7"',
  'サンプルレート,512ヘルツ',
  '',
  '',
  '誘導,第Ⅰ誘導',
  '単位,µV',
  '',
  ...numbers,
];

const german = [
  'Name;Sam',
  'Geburtsdatum;1. Jan. 1980',
  'Aufnahmedatum;2023-03-04 10:11:12 +0100',
  'Klassifizierung;Sinusrhythmus',
  'Softwareversion;1.90',
  'Gerät;Watch6,7',
  'Messrate;512,5 Hertz',
  '',
  'Ableitung;Ableitung I',
  'Einheit;µV',
  '',
  ...numbers.map((n) => n.replace('.', ',')),
];

const read = (lines: readonly string[], end = '\n') => readElectrocardiogram(entryOf(lines.join(end), 4096));
const codeOf = (lines: readonly string[]) =>
  read(lines).then(
    () => null,
    (error) => error.code,
  );
const at = Date.UTC(2023, 2, 4, 10, 11, 12) / 1000;

describe('readElectrocardiogram', () => {
  it.each([
    ['LF', '\n', ''],
    ['CRLF', '\r\n', ''],
    ['CR', '\r', ''],
    ['a byte order mark', '\n', '\ufeff'],
  ])('reads a phone in English, with %s', async (_, end, mark) => {
    const { samples, ...rest } = await readElectrocardiogram(entryOf(mark + english.join(end), 5000));
    expect(rest).toEqual({
      missing: 0,
      recordedAt: at + 5 * 3600,
      offsetMinutes: -300,
      classification: 'Sinus Rhythm',
      symptoms: 'Rapid, pounding heartbeat',
      softwareVersion: '1.90',
      device: 'Watch6,7',
      sampleRateHz: 513.992,
      lead: 'Lead I',
      unit: 'µV',
    });
    expect([...samples]).toEqual([...Float32Array.from(numbers, Number)]);
  });

  it('reads a phone in Japanese, a name without a comma', async () => {
    const { samples, ...rest } = await read(japanese);
    expect(rest).toEqual({
      missing: 0,
      recordedAt: at - 9 * 3600,
      offsetMinutes: 540,
      classification: '洞調律',
      symptoms: '',
      softwareVersion: '2',
      device: 'Watch6,7',
      sampleRateHz: 512,
      lead: '第Ⅰ誘導',
      unit: 'µV',
    });
    expect(samples).toHaveLength(15_360);
  });

  it('reads decimal commas, semicolons, and a header without symptoms', async () => {
    const { samples, ...rest } = await read(german);
    expect(rest).toMatchObject({
      classification: 'Sinusrhythmus',
      symptoms: '',
      softwareVersion: '1.90',
      device: 'Watch6,7',
      sampleRateHz: 512.5,
      lead: 'Ableitung I',
    });
    expect(samples[1]).toBe(Math.fround(Number(numbers[1])));
  });

  it('gives microvolts for a file in millivolts', async () => {
    const { samples, unit } = await read(english.map((line) => (line === 'Unit,µV' ? 'Unit,mV' : line)));
    expect(unit).toBe('mV');
    expect(samples[1]).toBe(Math.fround(Number(numbers[1]) * 1000));
  });

  it.each<[string, readonly string[], readonly number[], number]>([
    ['an empty line', ['1.5', '2.5', '', '4.5', '5.5', '', ''], [1.5, 2.5, Number.NaN, 4.5, 5.5], 1],
    ['empty lines around', ['', '', '1.5', '2.5', ' ', '\t', ''], [1.5, 2.5], 0],
    ['nan before', ['nan', '', '1', '2'], [Number.NaN, Number.NaN, 1, 2], 2],
    ['nan between', ['1', 'nan', '2', 'nan', '3'], [1, Number.NaN, 2, Number.NaN, 3], 2],
    ['one between nan', ['nan', '2', 'nan'], [Number.NaN, 2, Number.NaN], 2],
    ['empty lines between', ['1', '', '2', '', '3'], [1, Number.NaN, 2, Number.NaN, 3], 2],
  ])('keeps the time of each sample beside missing ones: %s', async (_, lines, samples, missing) => {
    const reading = await read([...english.slice(0, 13), ...lines]);
    expect([...reading.samples]).toEqual(samples);
    expect(reading).toMatchObject({ missing, lead: 'Lead I', unit: 'µV', sampleRateHz: 513.992 });
  });

  it('reads a file with double line breaks throughout', async () => {
    for (const end of ['\r\r\n', '\n\n']) {
      const { samples, missing } = await read(english, end);
      expect([samples.length, missing]).toEqual([15_360, 0]);
    }
  });

  it('refuses what is no reading', async () => {
    expect(await codeOf([])).toBe('ecg.malformed');
    expect(await codeOf(['hello', 'world'])).toBe('ecg.malformed');
    expect(await codeOf(english.filter((line) => !line.startsWith('Recorded')))).toBe('ecg.malformed');
    expect(await codeOf(english.map((line) => line.replace('2023-03-04', '2023-02-30')))).toBe(
      'ecg.malformed',
    );
    expect(await codeOf(english.filter((line) => !line.includes('hertz')))).toBe('ecg.malformed');
    expect(await codeOf(english.map((line) => line.replace('513.992 hertz', '0 hertz')))).toBe(
      'ecg.malformed',
    );
    expect(await codeOf(english.slice(0, 13))).toBe('ecg.malformed');
    const failed = readElectrocardiogram(entryOf(english.join('\n'), 512, 'import.truncated_archive'));
    await expect(failed).rejects.toThrow('ecg.malformed');
    await expect(readElectrocardiogram(endlessEntry(64 * 1024 * 1024))).rejects.toThrow('ecg.malformed');
  });

  /** Each with the last seven lines of the header, as some phone prints them, and what its samples are. */
  const arabic = (text: string) => text.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '');
  const head = (date: string, rate: string) => [
    'Name',
    `Recorded Date,${date}`,
    'Classification,Sinus',
    `Sample Rate,${rate}`,
    'Lead,Lead I',
    'Unit,µV',
  ];
  const local = '2023-03-04 10:11:12 +0100';

  it.each<[string, string[], number[]]>([
    [
      'a minus of its own (Swedish)',
      [...head(local, '512 Hz'), '−1,5', '2,25', '−3', '4'],
      [-1.5, 2.25, -3, 4],
    ],
    [
      'narrow and no-break spaces as grouping (Norwegian, French)',
      [...head(local, '512 Hz'), '−1\u202f234,5', '1\u00a0000', '2,5', '\u22121\u2009000,25'],
      [-1234.5, 1000, 2.5, -1000.25],
    ],
    [
      'points as grouping (German)',
      [...head(local, '512,5 Hz'), '1.234', '-2.000,5', '7'],
      [1234, -2000.5, 7],
    ],
    [
      'commas as grouping (English)',
      [...head(local, '512 Hz'), '1,234', '-12', '999', '-1,000.5'],
      [1234, -12, 999, -1000.5],
    ],
    [
      'commas as grouping, whole numbers',
      [...head(local, '512 Hz'), '1,234', '-12', '999'],
      [1234, -12, 999],
    ],
    [
      'decimal commas of three digits',
      [...head(local, '512 Hz'), '1,234', '-12,345', '999'],
      [1.234, -12.345, 999],
    ],
    ['decimal commas, by the rate', [...head(local, '513,992 Hz'), '1,234', '-12', '999'], [1.234, -12, 999]],
    [
      'apostrophes as grouping (Swiss)',
      [...head(local, '512 Hz'), '1’234.5', "-1'000", '2'],
      [1234.5, -1000, 2],
    ],
    [
      'Arabic digits, signs and marks of direction',
      [...head(arabic(local), `\u200f${arabic('512')} هرتز`), '\u061c-٣٫٥', '١٬٢٣٤٫٢٥', '٧'],
      [-3.5, 1234.25, 7],
    ],
    ['Persian digits', [...head(local, '۵۱۲ هرتز'), '\u200e−۳٫۵', '۷', '۸'], [-3.5, 7, 8]],
    ['Devanagari digits', [...head(local, '५१२ हर्ट्ज़'), '-३.५', '७', '८'], [-3.5, 7, 8]],
    ['quotes', [...head(local, '512 Hz'), '"-1,5"', '"2,5"', '"3"'], [-1.5, 2.5, 3]],
  ])('reads every sample: %s', async (_, lines, expected) => {
    const { samples, missing, recordedAt, sampleRateHz, unit } = await read(lines);
    expect([...samples]).toEqual([...Float32Array.from(expected)]);
    expect(missing).toBe(0);
    expect(recordedAt).toBe(at - 3600);
    expect(sampleRateHz).toBeGreaterThan(500);
    expect(unit).toBe('µV');
  });

  it.each([
    ['2023-03-04 10:11:12 AM +0100', -3600],
    ['2023-03-04 10:11:12\u202fPM +0100', 12 * 3600 - 3600],
    ['2023-03-04 12:11:12 a.m. +0100', -10 * 3600 - 3600],
    ['2023-03-04 12:11:12 p. m. +0100', 2 * 3600 - 3600],
    ['2023-03-04 午後10:11:12 +0900', 12 * 3600 - 9 * 3600],
    ['2023-03-04 오전 10:11:12 +0900', -9 * 3600],
    ['2023-03-04 ١٠:١١:١٢ م +٠١٠٠', 12 * 3600 - 3600],
    ['2023-03-04 10:11:12 +01:00', -3600],
  ])('reads the date %s', async (date, offset) => {
    const { recordedAt } = await read([...head(date, '512 Hz'), '1', '2']);
    expect(recordedAt).toBe(at + offset);
  });

  it.each(['2023-03-04 13:11:12 PM +0100', '2023-03-04 10:11:12 XM +0100', '2023-03-04 0:11:12 AM +0100'])(
    'takes %s for no date',
    async (date) => {
      expect(await codeOf([...head(date, '512 Hz'), '1', '2'])).toBe('ecg.malformed');
    },
  );

  it.each<[string, string[], number[]]>([
    ['nan in the middle', ['1', '2', 'nan', '4'], [1, 2, Number.NaN, 4]],
    ['nan at both ends', ['NaN', '-', '2', '3', 'inf'], [Number.NaN, Number.NaN, 2, 3, Number.NaN]],
    ['other text', ['1', '2', '12.5x', '1.2.3', '5'], [1, 2, Number.NaN, Number.NaN, 5]],
  ])('counts what is no number, and keeps the others at their time: %s', async (_, lines, expected) => {
    const { samples, missing, unit } = await read([...head(local, '512 Hz'), ...lines]);
    expect([...samples]).toEqual(expected);
    expect(missing).toBe(expected.filter(Number.isNaN).length);
    expect(unit).toBe('µV');
  });
});
