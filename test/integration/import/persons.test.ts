import { expect, test } from 'vitest';
import {
  recordXml,
  writeExport,
  type XmlElement,
  type XmlRecord,
  type XmlStyle,
} from '../../support/health-xml.ts';
import { differences } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';

test('another person’s export waits, is refused when they say so, and is taken when it is the same after all', async () => {
  const scene = await openScene();
  const mine = await scene.make('mine.zip');
  const other = await scene.make('other.zip', { person: 2 });
  await scene.complete(mine.path);
  expect(scene.hasAsked()).toBe(false);
  const before = scene.dump();
  const refused = await scene.importFile(other.path, { isSamePerson: false });
  expect(scene.hasAsked()).toBe(true);
  expect(refused).toMatchObject({
    state: 'refused',
    code: 'import.other_person',
    records: { read: 0, added: 0 },
  });
  expect(differences(before, scene.dump())).toEqual([]);
  const taken = await scene.complete(other.path, { isSamePerson: true });
  expect(taken.records.added).toBeGreaterThan(1000);
  scene.check();
});

test('without Me: the samples tell another person, and the same one is not asked', async () => {
  const scene = await openScene();
  // As dense as a real history: stand hours are the same for everybody, and few among all samples.
  const options = { me: false, days: 4, density: 1 };
  const mine = await scene.make('mine.zip', options);
  const later = await scene.make('later.zip', { ...options, extraDays: 1, units: 'imperial' });
  const renamed = await scene.make('renamed.zip', { ...options, watchName: 'Ultra' });
  const other = await scene.make('other.zip', { ...options, person: 2 });
  await scene.complete(mine.path);
  for (const { path } of [later, renamed]) {
    await scene.complete(path);
    expect(scene.hasAsked()).toBe(false);
  }
  const before = scene.dump();
  const refused = await scene.importFile(other.path, { isSamePerson: false });
  expect(refused).toMatchObject({ state: 'refused', code: 'import.other_person' });
  expect(differences(before, scene.dump())).toEqual([]);
});

test('nothing of the stored period in the file: no question', async () => {
  const scene = await openScene();
  const mine = await scene.make('mine.zip', { me: false, only: ['HeartRate'] });
  const earlier = await scene.make('earlier.zip', {
    me: false,
    only: ['HeartRate'],
    end: '2023-05-01',
    seed: 9,
  });
  await scene.complete(mine.path);
  await scene.complete(earlier.path);
  expect(scene.hasAsked()).toBe(false);
  scene.check();
});

const at = 1_750_000_000;

function heartRate(n: number, value = 60 + (n % 40)): XmlElement {
  const record: XmlRecord = {
    type: 'HKQuantityTypeIdentifierHeartRate',
    source: 'Watch',
    start: at + n * 60,
    unit: 'count/min',
    value: String(value),
  };
  return recordXml(record);
}

const stored = Array.from({ length: 1000 }, (_, n) => heartRate(n));
const unknown = Array.from({ length: 1000 }, (_, n) => heartRate(n, 150));
const style = (me?: XmlStyle['me']): XmlStyle => ({ exportAt: at + 864_000, ...(me ? { me } : {}) });
const male = 'HKBiologicalSexMale';
const female = 'HKBiologicalSexFemale';

const contradictions = [
  [{ DateOfBirth: '1980-01-01' }, { DateOfBirth: '1980-01-02' }, true],
  [{ BiologicalSex: male }, { BiologicalSex: female }, true],
  [{ BloodType: 'HKBloodTypeAPositive' }, { BloodType: 'HKBloodTypeONegative' }, true],
  [
    { DateOfBirth: '1980-01-01', BiologicalSex: male },
    { DateOfBirth: '1980-01-01', BiologicalSex: female },
    true,
  ],
  [
    { DateOfBirth: '1980-01-01', BiologicalSex: male },
    { DateOfBirth: '1980-01-01', BiologicalSex: 'HKBiologicalSexNotSet' },
    false,
  ],
  [
    { DateOfBirth: '1980-01-01', BloodType: 'HKBloodTypeNotSet' },
    { DateOfBirth: '1980-01-01', BloodType: 'HKBloodTypeONegative' },
    false,
  ],
  [
    { DateOfBirth: '1980-01-01', BiologicalSex: '' },
    { DateOfBirth: '1980-01-01', BiologicalSex: female },
    false,
  ],
  [
    { FitzpatrickSkinType: 'HKFitzpatrickSkinTypeI', DateOfBirth: '1980-01-01' },
    { FitzpatrickSkinType: 'HKFitzpatrickSkinTypeV', DateOfBirth: '1980-01-01' },
    false,
  ],
] as const satisfies readonly (readonly [XmlStyle['me'], XmlStyle['me'], boolean])[];

test.each(contradictions)('Me %o, then %o: asked %s', async (before, after, isAsked) => {
  const scene = await openScene();
  await scene.complete(writeExport(scene.dir, 'a.xml', stored, style(before)));
  // Known samples do not help against a contradiction, nor unknown ones against agreement.
  const samples = isAsked ? stored : unknown;
  const path = writeExport(scene.dir, 'b.xml', samples, style(after));
  if (isAsked) {
    expect(await scene.importFile(path, { isSamePerson: false })).toMatchObject({
      code: 'import.other_person',
    });
  } else await scene.complete(path);
  expect(scene.hasAsked()).toBe(isAsked);
});

test('where Me says nothing, 1% of known samples is enough and less is not', async () => {
  const unset = { DateOfBirth: '', BiologicalSex: 'HKBiologicalSexNotSet' };
  for (const [known, isAsked] of [
    [10, false],
    [9, true],
  ] as const) {
    const scene = await openScene();
    await scene.complete(writeExport(scene.dir, 'a.xml', stored, style({ DateOfBirth: '1980-01-01' })));
    const mixed = [...stored.slice(0, known), ...unknown.slice(known)];
    const path = writeExport(scene.dir, 'b.xml', mixed, style(unset));
    const receipt = await scene.importFile(path, { isSamePerson: false });
    expect(scene.hasAsked()).toBe(isAsked);
    expect(receipt.state).toBe(isAsked ? 'refused' : 'completed');
  }
});

test('an unset Me does not unset what is known of the person', async () => {
  const scene = await openScene();
  await scene.complete(writeExport(scene.dir, 'a.xml', stored, style({ DateOfBirth: '1980-01-01' })));
  await scene.complete(
    writeExport(scene.dir, 'b.xml', stored, { ...style({ DateOfBirth: '' }), offsetMinutes: 0 }),
  );
  const path = writeExport(scene.dir, 'c.xml', stored, style({ DateOfBirth: '1990-01-01' }));
  expect(await scene.importFile(path, { isSamePerson: false })).toMatchObject({
    code: 'import.other_person',
  });
});
