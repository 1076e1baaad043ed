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
    expect(await codeOf([...english.slice(0, 500), '12.5x', ...english.slice(500)])).toBe('ecg.malformed');
    const failed = readElectrocardiogram(entryOf(english.join('\n'), 512, 'import.truncated_archive'));
    await expect(failed).rejects.toThrow('ecg.malformed');
    await expect(readElectrocardiogram(endlessEntry(64 * 1024 * 1024))).rejects.toThrow('ecg.malformed');
  });
});
