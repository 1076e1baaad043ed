import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunProgress } from '../../../../src/core/import/run-progress.ts';
import type { ImportStatus } from '../../../../src/shared/domain/receipt.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function reading() {
  const pushed: ImportStatus[] = [];
  const facts = { runId: 1, name: 'export.zip', startedAt: 0 };
  const progress = new RunProgress(
    facts,
    () => Date.now(),
    () => 0,
    (status) => pushed.push(status),
  );
  progress.phase('reading', 1000);
  const read = (readBytes: number) => {
    const records = { read: readBytes, added: readBytes, known: 0, repeated: 0, skipped: 0 };
    progress.read({ readBytes, xmlBytes: readBytes, reading: 'Record' }, records, 0);
  };
  return { pushed, progress, read, added: () => pushed.map(({ records }) => records.added) };
}

describe('RunProgress', () => {
  it('tells at most four snapshots a second', () => {
    const { read, pushed } = reading();
    for (let bytes = 1; bytes <= 1000; bytes++) {
      read(bytes);
      vi.advanceTimersByTime(1);
    }
    expect(pushed.length).toBe(1 + 4);
  });

  it('tells the last figures though nothing follows', () => {
    const { read, added } = reading();
    read(100);
    read(300);
    expect(added()).toEqual([0]);
    vi.advanceTimersByTime(250);
    expect(added()).toEqual([0, 300]);
    vi.advanceTimersByTime(10_000);
    expect(added()).toEqual([0, 300]);
  });

  it('tells nothing after its end, and nothing twice when a phase begins', () => {
    const { progress, read, added } = reading();
    read(100);
    progress.phase('reading_files');
    expect(added()).toEqual([0, 100]);
    read(200);
    progress.end();
    vi.advanceTimersByTime(10_000);
    expect(added()).toEqual([0, 100]);
  });

  it('tells at once when the clock was put back', () => {
    const { read, added } = reading();
    vi.setSystemTime(Date.now() - 3_600_000);
    read(100);
    expect(added()).toEqual([0, 100]);
  });
});
