import type { ImportStatus, RecordCounts, runPhases } from '../../shared/domain/receipt.ts';

const windowMs = 5000;
const pushEveryMs = 250;

interface Mark {
  readonly at: number;
  readonly xmlBytes: number;
  readonly readBytes: number;
}

/**
 * The progress that the page gets during a run: at most 4 snapshots a second, the last of them even when nothing follows for
 * long (a slow disk), rates over the last 5 seconds.
 */
export class RunProgress {
  #phase: (typeof runPhases)[number] = 'queued';
  #readBytes = 0;
  #totalBytes = 0;
  #xmlBytes = 0;
  #reading: string | null = null;
  #records: RecordCounts = { read: 0, added: 0, known: 0, repeated: 0, skipped: 0 };
  #workouts = 0;
  #pushedAt = 0;
  #late: NodeJS.Timeout | undefined;
  readonly #marks: Mark[] = [];
  readonly #facts: Pick<ImportStatus, 'runId' | 'name' | 'startedAt'>;
  readonly #now: () => number;
  readonly #push: (status: ImportStatus) => void;
  readonly #queued: () => number;

  constructor(
    facts: Pick<ImportStatus, 'runId' | 'name' | 'startedAt'>,
    now: () => number,
    queued: () => number,
    push: (status: ImportStatus) => void,
  ) {
    this.#facts = facts;
    this.#now = now;
    this.#queued = queued;
    this.#push = push;
  }

  phase(phase: (typeof runPhases)[number], totalBytes?: number): void {
    this.#phase = phase;
    if (totalBytes !== undefined) this.#totalBytes = totalBytes;
    this.#pushNow();
  }

  /** Counted bytes never run ahead of the total, which an archive may declare wrong. */
  read(
    facts: { readBytes: number; xmlBytes: number; reading: string | null },
    records: RecordCounts,
    workouts: number,
  ): void {
    this.#readBytes = Math.min(facts.readBytes, this.#totalBytes);
    this.#xmlBytes = facts.xmlBytes;
    this.#reading = facts.reading;
    this.#records = records;
    this.#workouts = workouts;
    const since = this.#now() - this.#pushedAt;
    if (since < 0 || since >= pushEveryMs) this.#pushFigures();
    else this.#late ??= setTimeout(() => this.#pushFigures(), pushEveryMs - since);
  }

  /** Nothing is reported after the receipt. */
  end(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
  }

  status(): ImportStatus {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    const seconds = first && last ? (last.at - first.at) / 1000 : 0;
    const rate = (value: (mark: Mark) => number) =>
      first && last && seconds > 0 ? (value(last) - value(first)) / seconds : 0;
    const readRate = rate((mark) => mark.readBytes);
    return {
      ...this.#facts,
      phase: this.#phase,
      readBytes: this.#readBytes,
      totalBytes: this.#totalBytes,
      bytesPerSecond: rate((mark) => mark.xmlBytes),
      secondsLeft:
        this.#phase === 'reading' && readRate > 0 ? (this.#totalBytes - this.#readBytes) / readRate : null,
      reading: this.#reading,
      records: this.#records,
      workouts: this.#workouts,
      queued: this.#queued(),
    };
  }

  #pushFigures(): void {
    const at = this.#now();
    this.#marks.push({ at, xmlBytes: this.#xmlBytes, readBytes: this.#readBytes });
    while (this.#marks.length > 2 && at - (this.#marks[0]?.at ?? at) > windowMs) this.#marks.shift();
    this.#pushNow();
  }

  #pushNow(): void {
    this.end();
    this.#pushedAt = this.#now();
    this.#push(this.status());
  }
}
