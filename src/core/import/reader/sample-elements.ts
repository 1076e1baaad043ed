import { attributeOf, childrenOf, type ElementNode, toXml } from './element-tree.ts';

/** The attributes that hold the value of a record: the first one present, or all of them together. */
interface SampleElement {
  /** As HealthKit names the type; a type that the element prints itself comes first. */
  readonly type: string;
  readonly values: readonly (readonly string[])[];
}

/**
 * Samples of HealthKit that have an element of their own instead of Record: State of Mind and scored assessments (iOS 18),
 * dose events of medications (iOS 26). Apple documents the classes and the identifiers of their types (developer.apple.com,
 * HKStateOfMind, HKScoredAssessmentType, HKMedicationDoseEvent), not how they are exported: attributes that are not named
 * here are kept with the metadata.
 */
const sampleElements: ReadonlyMap<string, SampleElement> = new Map([
  ['StateOfMind', { type: 'HKDataTypeStateOfMind', values: [['valence', 'value']] }],
  [
    'MedicationDoseEvent',
    {
      type: 'HKMedicationDoseEventTypeIdentifierMedicationDoseEvent',
      // Two medications taken in one minute are two samples: the name is part of their identity.
      values: [
        ['medication', 'medicationName', 'name'],
        ['status', 'logStatus', 'value'],
      ],
    },
  ],
  ['ScoredAssessment', { type: 'HKScoredAssessmentType', values: [['score', 'value']] }],
  ['GAD7Assessment', { type: 'HKScoredAssessmentTypeIdentifierGAD7', values: [['score', 'value']] }],
  ['PHQ9Assessment', { type: 'HKScoredAssessmentTypeIdentifierPHQ9', values: [['score', 'value']] }],
]);

export const sampleElementNames: readonly string[] = [...sampleElements.keys()];

export function isSampleElement(name: string): boolean {
  return sampleElements.has(name);
}

const startNames = ['startDate', 'date', 'recordedDate', 'scheduledDate'];
const sameAsRecord = [
  'sourceName',
  'sourceVersion',
  'device',
  'unit',
  'creationDate',
  'startDate',
  'endDate',
];

/**
 * The Record that says the same as an element of `sampleElements`: its value from the attributes named there, everything else
 * as metadata, `@name` for an attribute and for a child. Without an end it ends when it begins.
 */
export function recordOf(node: ElementNode): ElementNode {
  const { type, values } = sampleElements.get(node.name) as SampleElement;
  const printedType = attributeOf(node, 'type');
  const isType = printedType?.startsWith('HK') === true;
  const firstOf = (names: readonly string[]) =>
    names.find((name) => (attributeOf(node, name) ?? '') !== '') ?? null;
  const valueNames = values.flatMap((names) => firstOf(names) ?? []);
  const startName = firstOf(startNames);
  const start = startName === null ? undefined : attributeOf(node, startName);
  const taken = new Set([...sameAsRecord, ...valueNames, ...(isType ? ['type'] : []), startName]);
  const value = valueNames.map((name) => attributeOf(node, name)).join(': ');
  const attributes = [
    ['type', isType ? printedType : type],
    ...sameAsRecord.map((name) => [name, attributeOf(node, name)]),
    ['startDate', start],
    ['endDate', attributeOf(node, 'endDate') ?? start],
    ['value', value === '' ? undefined : value],
  ];
  return {
    name: 'Record',
    attributes: [...new Map(attributes.filter(isPair))],
    children: [
      ...childrenOf(node, 'MetadataEntry'),
      ...node.attributes.filter(([name]) => !taken.has(name)).map(([name, text]) => entry(name, text)),
      ...node.children.filter(({ name }) => name !== 'MetadataEntry').map(entryOfChild),
    ],
    text: '',
  };
}

const isPair = (pair: (string | undefined)[]): pair is [string, string] => pair[1] !== undefined;

function entry(name: string, text: string): ElementNode {
  const attributes = [['key', `@${name}`] as const, ['value', text] as const];
  return { name: 'MetadataEntry', attributes, children: [], text: '' };
}

/** `<Label value="calm"/>` and `<Label>calm</Label>` are `calm`; whatever says more is kept as it is written. */
function entryOfChild(child: ElementNode): ElementNode {
  const [only] = child.attributes;
  const isPlain = child.children.length === 0 && child.attributes.length <= 1;
  const text = child.text.trim();
  if (isPlain && only === undefined) return entry(child.name, text);
  if (isPlain && only !== undefined && text === '') return entry(child.name, only[1]);
  return entry(child.name, toXml(child));
}
