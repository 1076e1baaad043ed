import { z } from 'zod';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { type MarkProgress, nothingMarked } from './mark-everything.ts';
import type { ChangeCounts } from './preview-events.ts';
import { devicePlacesSchema } from './source-order.ts';

const key = 'events.derived';

const stateSchema = z.object({
  zone: z.string(),
  /** Source ids, highest priority first. */
  order: z.array(z.number()),
  /** The place of each device of a source; absent in states stored earlier, under older rules. */
  devices: devicePlacesSchema.optional(),
  rulesVersion: z.number(),
  /** Which renamed sources there were (alias-version.ts); states stored before that was noticed have none. */
  aliases: z.string().optional(),
  /** ExportDate of the newest export, UTC seconds: later samples are not counted. Absent in states stored before. */
  exportAt: z.number().nullable().optional(),
  /**
   * mark: everything is being marked to be derived again; sweep: events of another zone are being removed; derive: every
   * event is derived again; settled: only days that imports touched. The first is begun again after a crash, the next two
   * are gone on with.
   */
  phase: z.enum(['mark', 'sweep', 'derive', 'settled']),
  /** The phase that follows `mark`. */
  next: z.enum(['sweep', 'derive']).optional(),
});

/** The zone, order and rules that the stored events were derived under. */
export type DerivationState = z.infer<typeof stateSchema>;

/** How far a derivation has come, kept in memory alone: after a crash its phase begins again. */
export interface Memory extends ChangeCounts {
  /** The last event checked by the sweep in progress. */
  readonly sweptTo: number;
  readonly marking: MarkProgress;
}

export const beginning: Memory = {
  created: 0,
  changed: 0,
  deleted: 0,
  sweptTo: 0,
  marking: nothingMarked,
};

/** Null before the first derivation. A value that cannot be read counts as none: everything is derived again. */
export function readDerivationState(reader: Reader): DerivationState | null {
  return parsed(reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(key));
}

export class DerivationStateStore {
  readonly #read: ReadStatement<[string], string>;
  readonly #write: WriteStatement<[string, string], unknown>;

  constructor(writer: Writer) {
    this.#read = writer.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
    this.#write = writer.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  read(): DerivationState | null {
    return parsed(this.#read.get(key));
  }

  write(state: DerivationState): void {
    this.#write.run(key, JSON.stringify(state));
  }
}

function parsed(text: string | undefined): DerivationState | null {
  if (text === undefined) return null;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
