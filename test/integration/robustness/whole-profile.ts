import { expect } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import { textFor } from '../../../src/shared/error-texts.ts';
import { arrivalReport, derivedFaults } from '../../support/history-checks.ts';

export function storedRecords(database: string): number {
  const reader = openReader(database);
  try {
    return reader.prepare<[], number>('SELECT count(*) FROM record').pluck().get() ?? 0;
  } finally {
    reader.close();
  }
}

/** Nothing is torn: what is derived from records fits them, every row arrived once, SQLite finds no fault. */
export function expectWhole(database: string): void {
  expect(derivedFaults(database)).toEqual([]);
  const { faults, gone } = arrivalReport(database);
  expect({ faults, gone: gone.length }).toEqual({ faults: [], gone: 0 });
  const reader = openReader(database);
  expect(reader.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  reader.close();
}

/** The sentence for a receipt: not its code, no place left unfilled. */
export function sentenceOf({ code, details }: Receipt): string {
  expect(code).not.toBeNull();
  const { title, text } = textFor(code ?? 'internal', details);
  const sentence = `${title}. ${text}`;
  expect(sentence).not.toMatch(/undefined|NaN|null|\w+\.\w+_\w+/);
  return sentence;
}
