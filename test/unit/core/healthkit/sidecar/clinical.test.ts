import { expect, it } from 'vitest';
import { readClinicalRecord } from '../../../../../src/core/healthkit/sidecar/clinical.ts';
import { endlessEntry, entryOf } from './entries.ts';

it('gives the JSON text as it stands, without a byte order mark', async () => {
  const text = '{ "resourceType": "Observation",\r\n "name": "naïve ≤ 1 µg" }\n';
  expect(await readClinicalRecord(entryOf(text, 3))).toBe(text);
  expect(await readClinicalRecord(entryOf(`\ufeff${text}`))).toBe(text);
});

it.each([
  ['nothing', ''],
  ['cut JSON', '{"resourceType": "Obs'],
  ['XML', '<Observation/>'],
  ['bad UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('refuses %s', async (_, content) => {
  await expect(readClinicalRecord(entryOf(content))).rejects.toThrow('clinical.malformed');
});

it('refuses too much and damage, without quoting the content', async () => {
  await expect(readClinicalRecord(endlessEntry(40 * 1024 * 1024))).rejects.toThrow('clinical.malformed');
  await expect(readClinicalRecord(entryOf('{}', 1, 'import.damaged_archive'))).rejects.toThrow(
    'clinical.malformed',
  );
  const error = await readClinicalRecord(entryOf('{"secret": nope}')).catch((caught: unknown) => caught);
  expect(String(error) + JSON.stringify(error) + String((error as Error).cause)).not.toContain('secret');
});
