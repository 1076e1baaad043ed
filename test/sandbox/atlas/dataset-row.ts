// The 21 fields that the Atlas proxy makes of one record (atlas/README §5), with its JavaScript truthiness: 0, '', false and
// null fall through.

/** Where the fields 1–4 come from: the token, the request and the proxy's clock. */
export interface RowOrigin {
  readonly sub: string;
  readonly device: string;
  readonly exportTimestamp: string;
  readonly ingestedAt: string;
}

/** One stored row, in the order the proxy writes it. Values keep whatever JSON type was sent: nothing is coerced (atlas/README §5). */
export interface DatasetRow {
  readonly auth0_user_id: string;
  readonly device: string;
  readonly ingested_at: string;
  readonly export_timestamp: string;
  readonly sample_type: unknown;
  readonly source_name: unknown;
  readonly sample_class: unknown;
  readonly quantity_type: unknown;
  readonly source_version: unknown;
  readonly data_type: unknown;
  readonly uuid: unknown;
  readonly start_date: unknown;
  readonly end_date: unknown;
  readonly value_double: unknown;
  readonly unit: unknown;
  readonly device_hardware_version: unknown;
  readonly device_model: unknown;
  readonly device_name: unknown;
  readonly device_manufacturer: unknown;
  readonly device_software_version: unknown;
  readonly raw_healthkit_record: string;
}

/**
 * The row for one parsed line. Numbers, strings and arrays give an empty row (atlas/README §3.3).
 * Throws the TypeError that the proxy throws on a line `null`; its text ends in the answer (atlas/README §3.3, §4).
 */
export function datasetRow(line: unknown, origin: RowOrigin): DatasetRow {
  if (line === null) throw new TypeError("Cannot read properties of null (reading 'sampleType')");
  const record = fieldsOf(line);
  const device = fieldsOf(record['device']);
  return {
    auth0_user_id: origin.sub,
    device: origin.device,
    ingested_at: origin.ingestedAt,
    export_timestamp: origin.exportTimestamp,
    sample_type: record['sampleType'] || record['type'] || '',
    source_name: record['sourceName'] || record['source'] || '',
    sample_class: record['sampleClass'] || '',
    quantity_type: record['quantityType'] || '',
    source_version: record['sourceVersion'] || '',
    data_type: record['dataType'] || '',
    uuid: record['uuid'] || '',
    start_date: record['startDate'] || record['start'] || '',
    end_date: record['endDate'] || record['end'] || '',
    value_double: record['valueDouble'] || record['value'] || null,
    unit: record['unit'] || '',
    device_hardware_version: device['hardwareVersion'] || '',
    device_model: device['model'] || '',
    device_name: device['name'] || '',
    device_manufacturer: device['manufacturer'] || '',
    device_software_version: device['softwareVersion'] || '',
    raw_healthkit_record: JSON.stringify(line),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
