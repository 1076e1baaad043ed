import { expect, test } from 'vitest';
import { dispatch } from '../../../src/data/dispatch.ts';
import type { DataProgram } from '../../../src/data/program.ts';

type Program = Pick<DataProgram, 'handlers' | 'hostHandlers'>;

test('an answer that is not as its contract says is a fault that names the place, and goes nowhere', async () => {
  const faults: unknown[] = [];
  const request = { kind: 'call', name: 'sync.pause', input: {} } as const;
  const program = {
    handlers: { 'sync.pause': () => 'paused' },
    hostHandlers: {},
  } as unknown as Program;
  const log = (error: unknown) => void faults.push(error);
  expect(await dispatch(program, request, log)).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(faults).toHaveLength(1);
  expect(String((faults[0] as Error).cause ?? faults[0])).toContain('sync.pause is not as the contract says');
});
