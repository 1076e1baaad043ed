import { expect, test, vi } from 'vitest';
import { progressOf } from '../../../src/main/known-state.ts';
import { afterCrash } from '../../../src/main/window-recovery.ts';
import { importing } from './overview-of.ts';

// Outside of Electron the package has no module to give; none of it is called here.
vi.mock('electron', () => ({}));

test('how far, unknown, none', () => {
  expect(progressOf(null)).toBe(-1);
  expect(progressOf(importing)).toBeCloseTo(0.425);
  expect(progressOf({ ...importing, totalBytes: 0 })).toBe(2);
  expect(progressOf({ ...importing, phase: 'closing' })).toBe(1);
  expect(progressOf({ ...importing, phase: 'waiting_for_person' })).toBe(-1);
  expect(progressOf({ ...importing, readBytes: 5000 })).toBe(1);
});

test('one crash reloads, a second soon after asks', () => {
  expect(afterCrash(null, 1000)).toBe('reload');
  expect(afterCrash(1000, 60_999)).toBe('ask');
  expect(afterCrash(1000, 61_000)).toBe('reload');
});
