import type { ArrivalClass } from '../../shared/domain/sync.ts';
import type { Reader } from '../db/open.ts';
import { ClinicalLines } from './clinical-lines.ts';
import { CorrelationLines } from './correlation-lines.ts';
import { Dictionaries } from './dictionaries.ts';
import { DocumentLines } from './document-lines.ts';
import { EcgLines } from './ecg-lines.ts';
import type { LineSource } from './line-source.ts';
import { RecordLines } from './record-lines.ts';
import { RouteLines } from './route-lines.ts';
import { SummaryLines } from './summary-lines.ts';
import { WorkoutLines } from './workout-lines.ts';

/**
 * What writes the NDJSON of each arrival class: the camelCase keys from which the proxy fills its columns 5–20
 * (atlas/README §5, §5.1), and all else that is known beside them, which its column 21 keeps. Each class documents its shape.
 */
export function lineSources(reader: Reader): Readonly<Record<ArrivalClass, LineSource>> {
  const dictionaries = new Dictionaries(reader);
  const records = new RecordLines(reader, dictionaries);
  return {
    record: records,
    reproductive: records,
    unknown: records,
    workout: new WorkoutLines(reader, dictionaries),
    correlation: new CorrelationLines(reader, dictionaries),
    activity_summary: new SummaryLines(reader),
    route: new RouteLines(reader, dictionaries),
    ecg: new EcgLines(reader),
    audiogram: new DocumentLines(reader, dictionaries, 'audiogram'),
    vision: new DocumentLines(reader, dictionaries, 'vision'),
    clinical: new ClinicalLines(reader),
  };
}
