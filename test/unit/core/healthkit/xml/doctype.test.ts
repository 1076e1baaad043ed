import { describe, expect, it } from 'vitest';
import { scan } from './scan-events.ts';

/** The three faults of export version 12 (healthkit/README §1.4), in Apple's order. */
const broken = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!-- Note: Any Records that appear as children of a correlation also appear as top-level records in this document. -->
<!ATTLIST VisionPrescription
  type             CDATA #REQUIRED
  dateIssued       CDATA #REQUIRED
  expirationDate   CDATA #REQUIRED
  brand            CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
<!ATTLIST RightEye
  sphere           CDATA #IMPLIED
  sphereUnit       CDATA #IMPLIED
>
  device           CDATA #IMPLIED
<!ELEMENT MetadataEntry EMPTY>
<!ATTLIST MetadataEntry
  key              CDATA #IMPLIED
  value            CDATA #IMPLIED
>
>
]>
<HealthData locale="en_US"><ExportDate value="2022-10-01 10:00:00 +0200"/></HealthData>
`;

describe('the document type', () => {
  it("skips version 12's malformed one and reads the version", () => {
    const result = scan(broken);
    expect(result.error).toBeNull();
    expect(result.summary).toMatchObject({ complete: true, exportVersion: '12', rootName: 'HealthData' });
    expect(result.events).toContain('@value=2022-10-01 10:00:00 +0200');
    expect(scan(broken, () => 1)).toEqual(result);
  });

  it.each([
    ['none', '<a/>', null],
    ['without a subset', '<!DOCTYPE a><a/>', null],
    ['with an identifier', '<!DOCTYPE a SYSTEM "x>[y]"><a/>', null],
    ['with `]>` in a comment', '<!DOCTYPE a [<!-- ]> --><!-- HealthKit Export Version: 14 -->]><a/>', '14'],
    ['with `]>` in quotes', `<!DOCTYPE a ["]>" ']>']><a/>`, null],
    ['with `]>` in an instruction', '<!DOCTYPE a [<?x ]>?>]><a/>', null],
    ['with space before its end', '<!DOCTYPE a [] ><a/>', null],
    ['with a version in quotes only', '<!DOCTYPE a ["<!-- HealthKit Export Version: 9 -->"]><a/>', null],
  ])('is skipped: %s', (_, document, exportVersion) => {
    const result = scan(document);
    expect(result.error).toBeNull();
    expect(result.summary).toMatchObject({ complete: true, rootName: 'a', exportVersion });
  });

  it.each([
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<!DOCTYPE a [<!ELEMENT a ANY>\n<!ENTITY % x SYSTEM "file:x">%x;]><a/>',
    '<!DOCTYPE a [<!ENTITY x',
    '<!DOCTYPE a [<!ATTLIST b\n<!ENTITY x "y">]><a/>',
  ])('is refused when it declares an entity: %s', (document) => {
    for (const size of [document.length, 1]) {
      const { error, events } = scan(document, () => size);
      expect(error).toBe('import.entity_declaration');
      expect(events).toEqual([]);
    }
  });

  it('is not refused for an entity in a comment or in quotes', () => {
    expect(scan('<!DOCTYPE a [<!-- <!ENTITY x "y"> --> "<!ENTITY"]><a/>').error).toBeNull();
  });

  it('is refused when it is too long, stands elsewhere or comes twice', () => {
    const long = (length: number) => `<!DOCTYPE a [${' '.repeat(length)}]><a/>`;
    expect(scan(long(1_000_000)).error).toBeNull();
    expect(scan(long(1_100_000)).error).toBe('import.not_xml');
    expect(scan(`<!DOCTYPE a [${' '.repeat(1_100_000)}`, () => 50_000).error).toBe('import.not_xml');
    expect(scan('<a><!DOCTYPE a></a>').error).toBe('import.not_xml');
    expect(scan('<!DOCTYPE a><!DOCTYPE a><a/>').error).toBe('import.not_xml');
  });
});
