import {
  all,
  dates,
  deep,
  exportOf,
  exportStart,
  many,
  noise,
  record,
  run,
  type Text,
  workout,
  writeExport,
} from './documents.ts';
import { type HostileFile, hostileFileList, times } from './hostile-file.ts';

const { files, read, skipped, ended } = hostileFileList();

/** Harm in the XML: tags, elements, names and markup. */
export const documentFiles: readonly HostileFile[] = files;

const strangeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

// One tag, one element, one text.
for (const [name, open, close] of [
  [
    'attr15mb',
    '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" note="',
    `" ${dates}/>\n`,
  ],
  ['attr15mb_unknown', '<Strange note="', '"/>\n'],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(
      ...Array.from(many(times(20, scale), String), (i) =>
        all(open, noise(15_000_000, Number(i) + 1), close),
      ),
    ),
  }));
}
for (const [name, element] of [
  ['attrs_3m_record', 'Record'],
  ['attrs_3m_unknown', 'Strange'],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(`<${element}`, run(' a=""', 5 * times(3_000_000, scale)), `/>\n`),
  }));
}
for (const [name, element, levels, attributes] of [
  ['nest20k', 'Strange', 20_000, ''],
  ['nest400k', 'Strange', 400_000, ''],
  ['nest1m', 'Strange', 1_000_000, ''],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(`<Outer${attributes}>`, deep(element, times(levels, scale) + 100), '</Outer>\n'),
  }));
}
read('nest20k_audiogram', ['element.too_large'], (scale) => ({
  xml: all(
    `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Phone" ${dates}>`,
    deep('SensitivityPoint', times(20_000, scale) + 100),
    '</Audiogram>\n',
  ),
}));
read('nest100k_record', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    deep('Record', times(100_000, scale) + 100),
    '</Record>\n',
  ),
}));
read('nest_correlation', ['element.too_large'], (scale) => ({
  xml: all(
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Phone" ${dates}>`,
    deep('Correlation', times(200_000, scale) + 100),
    '</Correlation>\n',
  ),
}));
read('text1500mb', ['element.too_large'], (scale) => ({
  xml: all('<Strange>', noise(times(1_500_000_000, scale) + 33_000_000), '</Strange>\n'),
}));
read('kept_big_tree', ['element.too_large'], (scale) => ({
  xml: all(
    '<Strange>',
    many(times(1_000_000, scale) + 100_000, (i) => `<Inner a="${i}" b="${i * 7}" c="${i % 13}"/>`),
    '</Strange>\n',
  ),
}));
read('kept_200k', ['element.unknown'], (scale) => ({
  xml: many(times(200_000, scale), (i) => `<Strange a="${i}"/>\n`),
}));
read('metadata_5m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    many(times(5_000_000, scale), (i) => `<MetadataEntry key="k${i % 1000}" value="v"/>`),
    '</Record>\n',
  ),
}));
read('metadata_wide', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    ...Array.from(many(times(300, scale) + 3, String), (i) =>
      all('<MetadataEntry key="k" value="', noise(1_000_000, Number(i) + 1), '"/>'),
    ),
    '</Record>\n',
  ),
}));
read('beats_3m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" sourceName="Phone" value="3" ${dates}><HeartRateVariabilityMetadataList>`,
    many(
      times(3_000_000, scale) + 100_001,
      (i) => `<InstantaneousBeatsPerMinute bpm="${60 + (i % 40)}" time="10:00:0${i % 10}"/>`,
    ),
    '</HeartRateVariabilityMetadataList></Record>\n',
  ),
}));
for (const [name, character, remark, encoding] of [
  ['controls_50mb', '\u0001', 'text.control_character', 'utf8'],
  ['badutf8_50mb', '\u00ff', 'text.bad_utf8', 'latin1'],
] as const) {
  read(name, [remark, 'element.too_large'], (scale) => ({
    xml: all(
      '<Strange a="',
      run(character, 700_000),
      '">',
      run(character, times(50_000_000, scale)),
      '</Strange>\n<Strange a="',
      run(character, times(5_000_000, scale) + 1_100_000),
      '"/>\n',
    ),
    encoding,
  }));
}

const manyTypes = (count: number) =>
  many(count + 11_000, (i) => record({ type: `HKQuantityTypeIdentifier${i}` }));

// Names.
skipped('sources_1m', ['name.too_many'], (scale) => ({
  xml: many(times(1_000_000, scale) + 11_000, (i) => record({ source: `Source ${i}` })),
}));
read('types_200k', ['name.too_many'], (scale) => ({ xml: manyTypes(times(200_000, scale)) }));
// Most of them are beyond the table of names.
skipped('types_1m', ['name.too_many'], (scale) => ({ xml: manyTypes(times(1_000_000, scale)) }));
skipped('origins_500k', ['name.too_many'], (scale) => ({
  xml: many(times(500_000, scale) + 11_000, (i) =>
    record({
      start: i,
      more: ` sourceVersion="${i % 700}" device="&lt;&lt;HKDevice: 0x${i}&gt;, name:${i}&gt;"`,
    }),
  ),
}));
skipped('hashflood', ['name.too_many'], (scale) => ({
  // Digits are hashed as the number that they are: these have the last 17 bits in common.
  xml: many(times(1_000_000, scale) + 11_000, (i) =>
    record({ source: String((i * 131_072 + Math.floor(i / 32_768)) % 4_294_967_296) }),
  ),
}));
skipped('proto_values', [], () => ({
  xml: all(
    ...strangeNames.map((name) =>
      all(
        record({ type: 'HKCategoryTypeIdentifierSleepAnalysis', value: name }),
        record({ value: name, more: ` ${name}="${name}" device="${name}:${name}"` }),
        `<ActivitySummary dateComponents="2024-03-01" ${name}="${name}"/>\n`,
      ),
    ),
  ),
}));
read('proto_sources', [], () => ({
  xml: all(
    ...strangeNames.map((name) =>
      all(record({ type: name, source: name }), `<${name} ${name}="${name}"/>\n`, workout(`<${name}/>`)),
    ),
  ),
}));
skipped('combining_source', ['element.too_large'], (scale) => ({
  xml: many(times(40, scale) + 2, (i) => record({ source: `${i}${'\u0316\u0301'.repeat(100_000)}` })),
}));

// The document itself.
read('comments_many', [], (scale) => ({ xml: run('<!---->\n', 8 * times(2_000_000, scale)) }));
read('comment_15mb', [], (scale) => ({ xml: all('<!--', run('- ', times(15_000_000, scale)), '-->\n') }));
read('cdata_many', ['element.too_large'], (scale) => ({
  xml: all(
    '<Strange>',
    run(`<![CDATA[${'x'.repeat(188)}]]>`, 200 * (times(100_000, scale) + 190_000)),
    '</Strange>\n',
  ),
}));
read('instructions_many', [], (scale) => ({ xml: run('<?a b?>', 7 * times(1_000_000, scale)) }));
read('blank_100mb', [], (scale) => ({
  xml: all(
    ...Array.from(
      many(times(100, scale), () => ''),
      () => all(run(' \n\t', 500_000), noise(0)),
    ),
  ),
}));
read('nothing_bad', [], () => ({ xml: '', files: [] }));
read('doctype_900kb', [], () => ({
  head: `<?xml version="1.0"?>\n<!DOCTYPE HealthData [${'<!ELEMENT a (b)>'.repeat(55_000)}]>\n`,
}));
const withXml = (text: (scale: number) => Text) => (path: string, scale: number) =>
  writeExport(path, text(scale));
ended(
  'doctype_2mb',
  'import.no_health_data',
  withXml(() =>
    exportOf('', `<!DOCTYPE HealthData [${'<!ELEMENT a (b)>'.repeat(30_000)}${' '.repeat(2_000_000)}]>\n`),
  ),
);
ended(
  'entity',
  'import.entity_declaration',
  withXml(() => exportOf('', '<!DOCTYPE HealthData [<!ENTITY a "aaaa">]>\n')),
);
ended(
  'entity_parameter',
  'import.entity_declaration',
  withXml(() => exportOf('', '<!DOCTYPE HealthData [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>\n')),
);
ended(
  'tag_17mb',
  'import.not_xml',
  withXml(() => exportOf(all('<Strange a="', noise(17_000_000), '"/>\n'))),
);
ended(
  'comment_17mb',
  'import.not_xml',
  withXml(() => exportOf(all('<!--', noise(17_000_000), '-->\n'))),
);
ended(
  'names_5000',
  'import.not_xml',
  withXml(() => exportOf(many(5000, (i) => `<n${i}/>`))),
);
ended(
  'attribute_names_5000',
  'import.not_xml',
  withXml(() =>
    exportOf(many(50, (i) => `<Strange${[...many(100, (k) => ` a${i * 100 + k}=""`)].join('')}/>`)),
  ),
);
ended(
  'name_1mb',
  'import.not_xml',
  withXml(() => exportOf(many(20, (i) => `<n${i}${'n'.repeat(1_000_000)}/>`))),
);
ended(
  'close_other',
  'import.not_xml',
  withXml(() => exportOf('<Strange></Other>')),
);
ended(
  'attribute_unquoted',
  'import.not_xml',
  withXml(() => exportOf('<Strange a=1/>')),
);
ended(
  'other_root',
  'import.no_health_data',
  withXml(() => ['<html><HealthDat/></html>']),
);
ended(
  'cut_in_tag',
  'import.truncated_xml',
  withXml((scale) =>
    all(
      exportStart(),
      many(times(100_000, scale), (i) => record({ start: i })),
      '<Record type="',
    ),
  ),
);
