import { fieldsOf } from '../../../shared/lookup.ts';
import type { SampleLine } from '../../ndjson/line-source.ts';

type Sample = Pick<SampleLine, 'fields' | 'json'>;

/** The fields that the record does not hold itself: fields 1–4 of each line (atlas/README §5). Dates ISO 8601 with Z. */
export interface RowOrigin {
  /** The Auth0 `sub` used for this dataset, or the user's entry in the review. */
  readonly userId: string;
  readonly device: string;
  readonly ingestedAt: string;
  readonly exportTimestamp: string;
}

/**
 * Makes the line of one record for a dataset that we write ourselves, without a line end: the 21 fields of the Atlas proxy
 * in its order (atlas/README §5), so both routes fill one table. Unlike the proxy's, a value of zero stays zero; a text
 * in a number's place becomes null, the reverse ''.
 * The record as it came stays whole in field 21, where categories and metadata survive.
 */
export function makeDatasetLine(origin: RowOrigin): (sample: Sample) => string {
  const head = JSON.stringify({
    auth0_user_id: origin.userId,
    device: origin.device,
    ingested_at: origin.ingestedAt,
    export_timestamp: origin.exportTimestamp,
  }).slice(0, -1);
  return ({ fields: record, json }) => {
    const device = fieldsOf(record['device']);
    const rest = JSON.stringify({
      sample_type: text(record['sampleType']),
      source_name: text(record['sourceName']),
      sample_class: text(record['sampleClass']),
      quantity_type: text(record['quantityType']),
      source_version: text(record['sourceVersion']),
      data_type: text(record['dataType']),
      uuid: text(record['uuid']),
      start_date: text(record['startDate']),
      end_date: text(record['endDate']),
      value_double: number(record['valueDouble']),
      unit: text(record['unit']),
      device_hardware_version: text(device['hardwareVersion']),
      device_model: text(device['model']),
      device_name: text(device['name']),
      device_manufacturer: text(device['manufacturer']),
      device_software_version: text(device['softwareVersion']),
      raw_healthkit_record: json,
    });
    return `${head},${rest.slice(1)}`;
  };
}

/** The form of lines as chunks are cut, with the origin that holds at the moment. */
export class DatasetLines {
  #line: ((sample: Sample) => string) | null = null;

  /** Before each cut: who, which computer, and when. */
  begin(origin: RowOrigin): void {
    this.#line = makeDatasetLine(origin);
  }

  readonly form = (sample: Sample): string => {
    if (!this.#line) throw new Error('begin() comes before the first line');
    return this.#line(sample);
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
