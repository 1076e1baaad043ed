import { expect, test } from 'vitest';
import { catalogFaults, messagesOf } from '../../checks/language-rules.ts';

const read = (text: string) => messagesOf([{ path: 'src/renderer/x.tsx', text }], () => true);
const keysOf = (text: string) => [...read(text).keys.keys()];
const rulesOf = (text: string) => read(text).violations.map(({ line, rule }) => `${line}: ${rule}`);

test('messages are the literals of t, m and rich, each with its context, in both arms of a choice', () => {
  const text = `
    const table = { a: m('Sent') };
    const node = <b title={t('Open', {}, 'verb')}>{rich('Press <key>Enter</key>', { key: (x) => x })}</b>;
    t(isOne ? 'One' : 'Two');
    t(table.a);`;
  expect(keysOf(text)).toEqual(['Sent', 'Open [verb]', 'Press <key>Enter</key>', 'One', 'Two']);
  expect(rulesOf(text)).toEqual([]);
});

test('messages within a call whose strings nobody reads are messages', () => {
  const text =
    "const all = new Set([m('Sent'), 'Not sent']); const names = lookup({ a: m('Read'), b: 'Not read' });";
  expect(keysOf(text)).toEqual(['Sent', 'Read']);
  expect(rulesOf(text)).toEqual([]);
});

test.each([
  ['<p>Not sent</p>', ['1: not translated: "Not sent"']],
  ['<p>{n} records</p>', ['1: not translated: "records"']],
  ['<X label="Sent" className="Sent" />', ['1: not translated: "Sent"']],
  ["const text = 'Nothing was sent';", ['1: not translated: "Nothing was sent"']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of another file
  ['const text = `\n${n} were sent`;', ['1: not translated: "\\n{} were sent"']],
  ["t('Sent', { name: 'the other one' });", ['1: not translated: "the other one"']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of another file
  ['t(`${n} sent`);', ['1: t(): a message is one literal']],
  ["t('a' + 'b');", ['1: t(): a message is one literal']],
])('text that nobody translates is found: %s', (text, rules) => {
  expect(rulesOf(text)).toEqual(rules);
});

test.each([
  "drop(done, 'the page continues');",
  "if (name === 'Not sent') throw new Error('it was not sent');",
  "import x from './not sent.ts';",
  "const set = new Set(['Walking']); const map = { 'Not sent': 1 };",
  "type Words = 'not sent' | 'Sent';",
  '<p className="Not sent">{x}: %</p>',
])('nothing for people: %s', (text) => {
  expect(rulesOf(text)).toEqual([]);
});

test('a message that ICU does not read is found', () => {
  expect(rulesOf("t('{count, plural, one {# record}}', { count });")).toEqual([
    expect.stringContaining('not ICU MessageFormat'),
  ]);
});

const keys = new Map([
  ['Sent', 1],
  ['Open [verb]', 1],
  ['{count, plural, one {# record} other {# records}} of {name}', 1],
  ['Read <b>this</b>', 1],
]);
const whole = {
  Sent: 'Gesendet',
  'Open [verb]': 'Öffnen',
  '{count, plural, one {# record} other {# records}} of {name}':
    '{count, plural, one {# Datensatz} other {# Datensätze}} von {name}',
  'Read <b>this</b>': '<b>Das</b> lesen',
};

test('a whole catalog has no faults; Japanese needs no singular', () => {
  expect(catalogFaults('de', whole, keys)).toEqual([]);
  const counted = '{count, plural, one {# record} other {# records}} of {name}';
  expect(catalogFaults('ja', { ...whole, [counted]: '{name}の{count, plural, other {#件}}' }, keys)).toEqual(
    [],
  );
});

test.each([
  ['missing', { Sent: undefined }, 'de: missing: Sent'],
  ['not used', { Gone: 'Weg' }, 'de: not used: Gone'],
  ['empty', { Sent: ' ' }, 'de: empty: Sent'],
  ['another tag', { 'Read <b>this</b>': '<i>Das</i> lesen' }, 'de: Read <b>this</b>: has <i>, not <b>'],
  [
    'an argument less',
    {
      '{count, plural, one {# record} other {# records}} of {name}': '{count, plural, one {# D} other {# D}}',
    },
    'de: {count, plural, one {# record} other {# records}} of {name}: has {count}, not {count} {name}',
  ],
  [
    'no singular',
    { '{count, plural, one {# record} other {# records}} of {name}': '{count, plural, other {# D}} {name}' },
    'de: {count, plural, one {# record} other {# records}} of {name}: {count} lacks the form one',
  ],
] as const)('a catalog with a message that is %s is found', (_name, change, fault) => {
  const changed = Object.fromEntries(
    Object.entries({ ...whole, ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  expect(catalogFaults('de', changed, keys)).toEqual([fault]);
});
