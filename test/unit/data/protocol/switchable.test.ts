import { expect, onTestFinished, test } from 'vitest';
import type { Request } from '../../../../src/data/protocol/messages.ts';
import { superviseSwitchable } from '../../../../src/data/protocol/switchable.ts';
import { failureWith } from '../../../../src/shared/failure.ts';
import { FakeProgram } from './fake-program.ts';

/** Programs that answer every request with the name of their folder; those of `refusing` say why they do not start. */
function switchable(refusing: Record<string, 'profile.in_use' | 'profile.damaged'> = {}) {
  const started: string[] = [];
  const ended: string[] = [];
  const pushed: unknown[] = [];
  const data = superviseSwitchable({
    profileDir: 'a',
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1],
    spawn: (dir) => {
      started.push(dir);
      const program = new FakeProgram((request: Request, self) => {
        self.say({ kind: 'answer', id: request.id, result: { ok: true, value: dir } });
        if (request.name !== 'host.stop') return;
        ended.push(dir);
        self.die();
      });
      const code = refusing[dir];
      program.say(code === undefined ? { kind: 'ready' } : { kind: 'failed', error: failureWith(code) });
      return program.hostEnd;
    },
  });
  data.onPush((name, payload) => pushed.push([name, (payload as { state: string }).state]));
  onTestFinished(() => data.stop());
  return { data, started, ended, pushed };
}

const ask = (data: ReturnType<typeof switchable>['data']) => data.call('history.types', {});

test('the former ends before the next one starts, and those who listen hear of it', async () => {
  const { data, started, ended, pushed } = switchable();
  expect(await ask(data)).toEqual({ ok: true, value: 'a' });
  pushed.length = 0;
  const done: string[] = [];
  await data.reopen('b', () => {
    done.push(...started, '|', ...ended);
    expect(data.state()).toEqual({ state: 'starting', code: null });
  });
  expect(done).toEqual(['a', '|', 'a']);
  expect(started).toEqual(['a', 'b']);
  expect(data.profileDir()).toBe('b');
  expect(await ask(data)).toEqual({ ok: true, value: 'b' });
  expect(pushed).toEqual([
    ['app.dataState', 'starting'],
    ['app.dataState', 'ready'],
  ]);
});

test('a call that comes meanwhile is answered by the next one', async () => {
  const { data } = switchable();
  await ask(data);
  const gate = Promise.withResolvers<void>();
  const moved = data.reopen('b', () => gate.promise);
  const early = ask(data);
  gate.resolve();
  expect(await early).toEqual({ ok: true, value: 'b' });
  await moved;
});

test('one that does not start: the former is open again, and its reason is thrown', async () => {
  const { data, started } = switchable({ b: 'profile.in_use' });
  await ask(data);
  await expect(data.reopen('b')).rejects.toMatchObject({ code: 'profile.in_use' });
  expect(started).toEqual(['a', 'b', 'a']);
  expect([data.profileDir(), data.state().state]).toEqual(['a', 'ready']);
  expect(await ask(data)).toEqual({ ok: true, value: 'a' });
});

test('what fails in between leaves the former open', async () => {
  const { data, started } = switchable();
  await ask(data);
  const fault = new Error('no');
  const act = () => Promise.reject(fault);
  await expect(data.reopen('b', act)).rejects.toBe(fault);
  expect(started).toEqual(['a', 'a']);
  expect(await ask(data)).toEqual({ ok: true, value: 'a' });
});

test('neither starts any more: the page is told the former’s reason', async () => {
  const refusing: Record<string, 'profile.in_use' | 'profile.damaged'> = { b: 'profile.in_use' };
  const { data } = switchable(refusing);
  await ask(data);
  refusing['a'] = 'profile.damaged';
  await expect(data.reopen('b')).rejects.toMatchObject({ code: 'profile.in_use' });
  expect(data.state()).toEqual({ state: 'failed', code: 'profile.damaged' });
  expect(await ask(data)).toMatchObject({ error: { code: 'profile.damaged' } });
});

test('a second switch waits for nobody: it is refused', async () => {
  const { data, started } = switchable();
  await ask(data);
  const first = data.reopen('b');
  await expect(data.reopen('c')).rejects.toMatchObject({ code: 'request.refused' });
  await first;
  expect(started).toEqual(['a', 'b']);
  await data.reopen('a');
  expect(await ask(data)).toEqual({ ok: true, value: 'a' });
});

test('stopped in the middle of it, nothing is left running', async () => {
  const { data, started, ended } = switchable();
  await ask(data);
  const moved = data.reopen('b');
  const refused = expect(moved).rejects.toMatchObject({ code: 'data.unavailable' });
  await data.stop();
  await refused;
  expect(ended).toEqual(started);
  expect(await ask(data)).toMatchObject({ error: { code: 'data.unavailable' } });
  await expect(data.reopen('a')).rejects.toMatchObject({ code: 'request.refused' });
});
