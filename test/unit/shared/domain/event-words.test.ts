import { expect, onTestFinished, test } from 'vitest';
import { asFiled } from '../../../../src/shared/domain/display-units.ts';
import {
  eventFigure,
  eventNotesText,
  notesSaying,
  plainNotes,
} from '../../../../src/shared/domain/event-words.ts';
import { categoryLabel, classLabel } from '../../../../src/shared/domain/kind-label.ts';
import { arrivalClasses } from '../../../../src/shared/domain/sync.ts';
import { loadLanguage } from '../../../../src/shared/language.ts';

const span = { start: 1_768_198_200, end: 1_768_201_091 };

test('an event says its main figure with its unit', () => {
  const say = (category: 'steps' | 'sleep' | 'water' | 'workout', key: string, value: number) =>
    eventFigure({ ...span, category, properties: { [key]: { type: 'number', value } } });
  expect(say('steps', 'Step Count', 8_090)).toEqual({ figure: (8_090).toLocaleString(), unit: 'steps' });
  expect(say('water', 'Amount (ml)', 249.9)).toEqual({ figure: '249', unit: 'ml' });
  expect(say('sleep', 'Total Sleep', 25_920)).toEqual({ figure: '7 h 12 min', unit: '' });
  expect(say('workout', 'Other', 1)).toEqual({ figure: '48 min', unit: '' });
  expect(eventFigure({ category: 'steps', start: 1, end: null, properties: {} })).toEqual({
    figure: '—',
    unit: '',
  });
});

test('Trendy’s own mark is left out, other notes stay', () => {
  expect(plainNotes('Auto-logged: 8412 steps')).toBe('8412 steps');
  expect(plainNotes('My run. Auto-logged: no')).toBe('My run. Auto-logged: no');
});

test('notes of our rules are said in the language of the page, others as they are', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  expect(eventNotesText('Auto-logged: 8412 steps')).toBe('8,412 steps');
  expect(eventNotesText('Auto-logged: Triathlon')).toBe('Triathlon');
  await loadLanguage('de', 'de-DE');
  expect(
    [
      'Auto-logged: 8412 steps',
      'Auto-logged: 512 kcal burned',
      'Auto-logged: 250 ml water',
      'Auto-logged: Mindfulness session',
      'Auto-logged: 7h 12m of sleep',
      '45m of sleep',
      'Auto-logged: Hiking',
      'Auto-logged: Other',
    ].map((note) => eventNotesText(note)),
  ).toEqual([
    '8.412 Schritte',
    '512\u00A0kcal verbrannt',
    '250\u00A0ml Wasser',
    'Achtsamkeitssitzung',
    '7\u00A0h 12\u00A0min Schlaf',
    '45\u00A0min Schlaf',
    'Wandern',
    'Andere',
  ]);
  for (const own of ['Hiking', '12 steps to go', 'My run. Auto-logged: no', ''])
    expect(eventNotesText(own)).toBe(own);
});

test('notes of our rules are in the units that are read, a person’s own words as they are', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  const units = { ...asFiled, volume: 'fl_oz_us', energy: 'kJ' } as const;
  const said = (note: string) => eventNotesText(note, units);
  expect(said('Auto-logged: 250 ml water')).toBe('8.45\u00A0fl oz of water');
  expect(said('Auto-logged: 500 kcal burned')).toBe('2,092\u00A0kJ burned');
  expect(said('250 ml water and tea')).toBe('250 ml water and tea');
  expect(eventNotesText('Auto-logged: 250 ml water', { ...units, volume: 'mL' })).toMatch(/^250\sml water$/);
  await loadLanguage('de', 'de-DE');
  expect(said('Auto-logged: 250 ml water')).toMatch(/^8,45\sfl oz Wasser$/);
});

test('what is searched in another language names the notes that say it there', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  expect(notesSaying('hik')).toEqual([]);
  await loadLanguage('de', 'de-DE');
  expect(notesSaying('wandern')).toEqual(['Hiking']);
  expect(notesSaying('Schritt')).toEqual(['# steps']);
  expect(notesSaying(' schlaf ')).toEqual(['#m of sleep']);
  expect(notesSaying('Andere')).toEqual(['Other']);
  // In English it's found by itself.
  expect(notesSaying('hik')).toEqual([]);
  expect(notesSaying('')).toEqual([]);
});

test('a figure is found as the page groups it, with and without its unit', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  await loadLanguage('en', 'en-US');
  expect(notesSaying('8,412')).toEqual(['*8412* steps', '*8412* kcal burned', '*8412* ml water']);
  expect(notesSaying('8,412 st')).toEqual(['*8412 steps']);
  // As it's stored, it's found by itself.
  expect(notesSaying('8412')).toEqual([]);
  expect(notesSaying('8.412')).toEqual([]);
  expect(notesSaying('12 steps to go')).toEqual([]);
  await loadLanguage('de', 'de-DE');
  expect(notesSaying('8.412 Schritte')).toEqual(['*8412 steps']);
  expect(notesSaying('8412 schritte')).toEqual(['*8412 steps']);
  expect(notesSaying('1.250 ml')).toEqual(['*1250 ml water']);
  await loadLanguage('fr', 'fr-FR');
  // Grouped by a narrow space that nobody types.
  expect(notesSaying('8 412 pas')).toEqual(['*8412 steps']);
  await loadLanguage('ja', 'ja-JP');
  expect(notesSaying('8,412 歩')).toEqual(['*8412 steps']);
});

test('kinds have names', () => {
  expect(categoryLabel('active_energy')).toBe('Active energy');
  expect(categoryLabel('foreign')).toBe('foreign');
  expect(classLabel('activity_summary')).toBe('Activity days');
  for (const name of arrivalClasses) expect(classLabel(name)).toMatch(/^[A-Z].*s( of an unknown type)?$/);
});
