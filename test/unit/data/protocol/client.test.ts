import { expect, test } from 'vitest';
import { connectDataProgram } from '../../../../src/data/protocol/client.ts';
import { failureWith } from '../../../../src/shared/failure.ts';
import { FakeProgram } from './fake-program.ts';

const unavailable = { ok: false, error: { code: 'data.unavailable', retryable: true } };

test('answers find their questions whatever their order', async () => {
  const program = new FakeProgram((_, self) => {
    if (self.requests.length < 3) return;
    for (const { id, name } of self.requests.toReversed()) {
      self.say({ kind: 'answer', id, result: { ok: true, value: name } });
    }
  });
  const client = connectDataProgram(program.hostEnd);
  const names = ['history.types', 'history.overview', 'import.current'];
  const results = await Promise.all(names.map((name) => client.call(name, {})));
  expect(results).toEqual(names.map((value) => ({ ok: true, value })));
});

test('what is outstanding when the program ends is data.unavailable, and so is all that follows', async () => {
  const program = new FakeProgram((_, self) => self.die());
  const client = connectDataProgram(program.hostEnd);
  const cut = await Promise.all([client.call('history.types', {}), client.host('host.freeBytes', {})]);
  expect(cut).toMatchObject([unavailable, unavailable]);
  await client.closed;
  expect(await client.call('history.types', {})).toMatchObject(unavailable);
});

test('start: ready, refused with its reason, or dead without a word', async () => {
  const [ready, refused, dead] = [new FakeProgram(), new FakeProgram(), new FakeProgram()];
  ready.say({ kind: 'ready' });
  refused.say({ kind: 'failed', error: failureWith('profile.in_use') });
  dead.die();
  expect(await connectDataProgram(ready.hostEnd).started).toEqual({ isReady: true });
  expect(await connectDataProgram(refused.hostEnd).started).toMatchObject({
    error: { code: 'profile.in_use' },
  });
  expect(await connectDataProgram(dead.hostEnd).started).toEqual({ isReady: false, error: null });
});

test('pushes go to every listener until it leaves', async () => {
  const program = new FakeProgram((request, self) => {
    self.say({ kind: 'push', name: 'import.progress', payload: request.name });
    self.say({ kind: 'answer', id: request.id, result: { ok: true, value: null } });
  });
  const client = connectDataProgram(program.hostEnd);
  const heard: unknown[] = [];
  const leave = client.onPush((name, payload) => heard.push(['left', name, payload]));
  client.onPush((name, payload) => heard.push(['stays', name, payload]));
  await client.call('one', {});
  leave();
  await client.call('two', {});
  expect(heard).toEqual([
    ['left', 'import.progress', 'one'],
    ['stays', 'import.progress', 'one'],
    ['stays', 'import.progress', 'two'],
  ]);
});
