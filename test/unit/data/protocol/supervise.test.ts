import { expect, onTestFinished, test, vi } from 'vitest';
import type { Request } from '../../../../src/data/protocol/messages.ts';
import { type SuperviseOptions, supervise } from '../../../../src/data/protocol/supervise.ts';
import type { DataState } from '../../../../src/shared/contract/app.ts';
import { failureWith } from '../../../../src/shared/failure.ts';
import { FakeProgram } from './fake-program.ts';

type Life = (program: FakeProgram) => void;
const answering = (request: Request, self: FakeProgram) => {
  if (request.name === 'die') return self.die();
  self.say({ kind: 'answer', id: request.id, result: { ok: true, value: request.name } });
  if (request.name === 'host.stop') self.die();
};
const ready: Life = (program) => program.say({ kind: 'ready' });

/** Supervises programs that live the given lives one after the other, the last one for all that follow. */
function supervised(lives: readonly Life[], options: Partial<SuperviseOptions> = {}) {
  const states: DataState['state'][] = [];
  const programs: FakeProgram[] = [];
  const starts: boolean[] = [];
  const data = supervise({
    spawn: ({ isRelaying }) => {
      starts.push(isRelaying);
      const program = new FakeProgram(answering);
      programs.push(program);
      (lives[programs.length - 1] ?? lives.at(-1))?.(program);
      return program.hostEnd;
    },
    onState: ({ state }) => states.push(state),
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1, 2],
    ...options,
  });
  onTestFinished(() => data.stop());
  return { data, states, programs, starts };
}

const until = (check: () => void) => vi.waitFor(check, { interval: 1 });

test('a call that comes before the program is ready waits for it', async () => {
  const { data, programs } = supervised([() => {}]);
  const asked = data.call('history.types', {});
  expect(data.state().state).toBe('starting');
  expect(programs[0]?.requests).toEqual([]);
  programs[0]?.say({ kind: 'ready' });
  expect(await asked).toEqual({ ok: true, value: 'history.types' });
});

test('a crash: the cut call is data.unavailable, the program is started again, later calls are answered', async () => {
  const { data, states, programs } = supervised([ready]);
  const pushed: unknown[] = [];
  await data.call('history.types', {});
  data.onPush((name, payload) => pushed.push([name, payload]));
  expect(await data.call('die', {})).toMatchObject({ error: { code: 'data.unavailable', retryable: true } });
  await until(() => expect(states).toEqual(['starting', 'ready', 'restarting', 'ready']));
  expect(await data.call('history.types', {})).toEqual({ ok: true, value: 'history.types' });
  expect(programs).toHaveLength(2);
  expect(pushed).toEqual([
    ['app.dataState', { state: 'restarting', code: null }],
    ['app.dataState', { state: 'ready', code: null }],
  ]);
});

test('five quick restarts are tried with sending and without, no more; then calls are answered at once', async () => {
  const { data, states, programs, starts } = supervised([(program) => program.die()]);
  await until(() => expect(data.state()).toEqual({ state: 'failed', code: 'data.gave_up' }));
  // As often again without sending.
  expect(starts).toEqual([...Array(6).fill(true), ...Array(6).fill(false)]);
  expect(programs).toHaveLength(12);
  expect(states.filter((state) => state === 'restarting')).toHaveLength(11);
  expect(await data.call('history.types', {})).toMatchObject({ error: { code: 'data.gave_up' } });
});

test('after too many quick crashes one starts that sends nothing; the person has it send again, or be without again', async () => {
  const dying: Life = (program) => program.die();
  const six = Array<Life>(6).fill(dying);
  const { data, starts } = supervised([...six, ready, ...six, ready, ready]);
  const isOff = { state: 'ready', code: 'sync.off_after_crashes' };
  await until(() => expect(data.state()).toEqual(isOff));
  expect(starts).toEqual([...Array(6).fill(true), false]);
  expect(await data.call('history.types', {})).toEqual({ ok: true, value: 'history.types' });
  const again = data.resumeRelay();
  await expect(data.resumeRelay()).rejects.toMatchObject({ code: 'request.refused' });
  await again;
  await until(() => expect(data.state()).toEqual(isOff));
  expect(starts.slice(7)).toEqual([...Array(6).fill(true), false]);
  await data.resumeRelay();
  expect(data.state()).toEqual({ state: 'ready', code: null });
  expect(starts.at(-1)).toBe(true);
  await expect(data.resumeRelay()).rejects.toMatchObject({ code: 'request.refused' });
});

test('ended by its engine it says so, while it is started again and when it is given up', async () => {
  const codes = new Set<unknown>();
  const data = supervise({
    spawn: () => {
      const program = new FakeProgram();
      program.die();
      return { ...program.hostEnd, endedByEngine: () => true };
    },
    onState: ({ state, code }) => state !== 'starting' && codes.add(`${state} ${code}`),
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1],
  });
  onTestFinished(() => data.stop());
  await until(() => expect(data.state().state).toBe('failed'));
  expect([...codes]).toEqual(['restarting data.engine_failed', 'failed data.engine_failed']);
});

test('only the first program of a start from the backup is told so', async () => {
  const starts: boolean[] = [];
  const data = supervise({
    isFromBackup: true,
    spawn: ({ isFromBackup }) => {
      starts.push(isFromBackup);
      const program = new FakeProgram();
      program.die();
      return program.hostEnd;
    },
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1],
  });
  onTestFinished(() => data.stop());
  await until(() => expect(data.state().state).toBe('failed'));
  expect(starts).toEqual([true, ...Array(11).fill(false)]);
});

test('crashes far apart never add up', async () => {
  const { data, programs } = supervised([ready], { healthyMs: 0 });
  for (let crash = 1; crash <= 8; crash++) {
    await data.call('die', {});
    await until(() => expect(programs).toHaveLength(crash + 1));
    await until(() => expect(data.state().state).toBe('ready'));
  }
});

test('a program that says why it cannot start is not tried again, and calls get the reason', async () => {
  const { data, programs } = supervised([
    (program) => program.say({ kind: 'failed', error: failureWith('profile.newer_version') }),
  ]);
  expect(await data.call('history.types', {})).toMatchObject({ error: { code: 'profile.newer_version' } });
  expect(data.state()).toEqual({ state: 'failed', code: 'profile.newer_version' });
  expect(programs).toHaveLength(1);
});

test('a call does not wait for ever', async () => {
  const { data } = supervised([() => {}], { patienceMs: 20 });
  expect(await data.call('history.types', {})).toMatchObject({ error: { code: 'data.unavailable' } });
});

test('a start that throws counts as a crash', async () => {
  let starts = 0;
  const data = supervise({
    spawn: () => {
      starts++;
      throw new Error('no such program');
    },
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1],
  });
  await until(() => expect(data.state().state).toBe('failed'));
  expect(starts).toBe(12);
});

test('stop asks the program to end and starts no other', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { data, programs, states } = supervised([ready]);
  await data.call('history.types', {});
  await data.stop();
  expect(programs[0]?.requests.at(-1)?.name).toBe('host.stop');
  expect(await data.call('history.types', {})).toMatchObject({ error: { code: 'data.unavailable' } });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(programs).toHaveLength(1);
  expect(states).toEqual(['starting', 'ready']);
});
