import type { Context } from './context.ts';
import { type Random, randomFor } from './random.ts';
import type { Source, SourceId } from './sources.ts';
import { attributeText } from './text.ts';

export type Metadata = readonly (readonly [key: string, value: string])[];

/** One record before it is text. Strings are ready for an attribute; instants are UTC seconds. */
export interface Sample {
  readonly type: string;
  readonly source: SourceId;
  /** '' for none. */
  readonly unit: string;
  readonly value: string | null;
  readonly start: number;
  readonly end: number;
  readonly created: number;
  readonly metadata?: Metadata | undefined;
  /** Lines of beats, made by `beatLines`. */
  readonly beats?: string | undefined;
  /** An attribute no version of the format has had so far. */
  readonly novelty?: string | undefined;
}

const yearSeconds = 365 * 86_400;

export function metadataLines(context: Context, metadata: Metadata, indent: string): string {
  let lines = '';
  for (const [key, value] of metadata) {
    context.counter.elements.MetadataEntry++;
    lines += `${indent}<MetadataEntry key="${attributeText(key)}" value="${attributeText(value)}"/>\n`;
  }
  return lines;
}

/** Memory addresses as HealthKit prints them: another for almost every sample (healthkit/README §0.2). */
export function deviceAddress(random: Random): string {
  return (0x280000000 + Math.floor(random() * 0x3ffffff) * 16).toString(16);
}

/** ` sourceName="…" sourceVersion="…" device="…"`, the device only where the source has one. */
export function sourceAttributes(source: Source, address: string, nameEnd = ''): string {
  const device =
    source.deviceHead === '' ? '' : ` device="${source.deviceHead}${address}${source.deviceTail}"`;
  return ` sourceName="${source.name}${nameEnd}" sourceVersion="${source.version}"${device}`;
}

/** Writes the records of one row of types, day by day. */
export class RecordWriter {
  readonly #context: Context;
  readonly #id: string;
  #day = 0;
  #addresses: Random = Math.random;
  #faults: Random = Math.random;
  #lines: string[] = [];

  constructor(context: Context, id: string) {
    this.#context = context;
    this.#id = id;
  }

  begin(day: number): void {
    const { settings } = this.#context;
    this.#day = day;
    this.#lines = [];
    this.#addresses = randomFor(settings.pointers, 'address', settings.personSeed, this.#id, day);
    this.#faults = randomFor(settings.personSeed, 'faults', this.#id, day);
  }

  /** The lines of the day, one string for each top-level record. */
  take(): string[] {
    return this.#lines;
  }

  /** Adds a record at top level, unless it was created after the export or falls to the thinning of old samples. */
  add(sample: Sample): void {
    const { settings, counter, exportAt } = this.#context;
    const thinning = this.#faults();
    if (sample.created > exportAt) return;
    const isOld =
      sample.start < exportAt - yearSeconds && sample.type === 'HKQuantityTypeIdentifierHeartRate';
    if (isOld && thinning < settings.dropOldShare) return;
    const nameEnd = this.#nameEnd();
    const line = this.text(sample, ' ', nameEnd);
    this.#lines.push(line);
    counter.record(sample.type, true);
    if (settings.duplicateShare > 0 && this.#faults() < settings.duplicateShare) {
      this.#lines.push(this.text(sample, ' ', nameEnd, true));
      counter.record(sample.type, false);
      counter.copies++;
    }
  }

  #address = '';

  /** The text of a record; `again` repeats the last address, so that a copy is a copy to the byte. */
  text(sample: Sample, indent: string, nameEnd = '', again = false): string {
    const { print, sources, settings } = this.#context;
    const source = sources(sample.source, this.#day);
    if (!again) this.#address = deviceAddress(this.#addresses);
    const unit = sample.unit === '' ? '' : ` unit="${sample.unit}"`;
    const value = sample.value === null ? '' : ` value="${sample.value}"`;
    const start = print(sample.start);
    const end = sample.end === sample.start ? start : print(sample.end);
    const from = sourceAttributes(source, this.#address, nameEnd);
    const created = print(sample.created);
    const head =
      settings.attributeOrder === 'modern'
        ? `${indent}<Record type="${sample.type}"${from}${unit} creationDate="${created}" startDate="${start}" endDate="${end}"${value}${sample.novelty ?? ''}`
        : `${indent}<Record${from}${unit} startDate="${start}" creationDate="${created}" endDate="${end}"${value} type="${sample.type}"${sample.novelty ?? ''}`;
    if (sample.metadata === undefined && sample.beats === undefined) return `${head}/>\n`;
    const children = metadataLines(this.#context, sample.metadata ?? [], `${indent} `);
    if (sample.beats === undefined) return `${head}>\n${children}${indent}</Record>\n`;
    const { elements } = this.#context.counter;
    elements.HeartRateVariabilityMetadataList++;
    elements.InstantaneousBeatsPerMinute += sample.beats.split('\n').length - 1;
    return `${head}>\n${children}${indent} <HeartRateVariabilityMetadataList>\n${sample.beats}${indent} </HeartRateVariabilityMetadataList>\n${indent}</Record>\n`;
  }

  /** What third-party apps leave at the end of a name now and then: a vertical tab, half a UTF-8 sequence. */
  #nameEnd(): string {
    const { settings, counter } = this.#context;
    let end = '';
    if (settings.controlShare > 0 && this.#faults() < settings.controlShare) {
      counter.controlRecords++;
      end += '\u000b';
    }
    if (settings.badUtf8Share > 0 && this.#faults() < settings.badUtf8Share) {
      counter.badUtf8Records++;
      end += '\u00e2\u0080';
    }
    return end;
  }
}
