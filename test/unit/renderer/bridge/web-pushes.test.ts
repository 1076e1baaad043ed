import { expect, test } from 'vitest';
import { createLineReader } from '../../../../src/renderer/bridge/web-pushes.ts';
import { resultOf } from '../../../../src/renderer/bridge/web-request.ts';

test('lines are read whole however the stream is cut; heartbeats and torn lines are left out', () => {
  const stream = '{"name":"a","payload":1}\n{}\n{"name":"b","payload":{"x":"\\n"}}\nnot json\nnull\n';
  for (let cut = 0; cut <= stream.length; cut++) {
    const read = createLineReader();
    expect([...read(stream.slice(0, cut)), ...read(stream.slice(cut))]).toEqual([
      { name: 'a', payload: 1 },
      { name: 'b', payload: { x: '\n' } },
    ]);
  }
});

test.each([
  [200, '{"ok":true,"value":3}', { ok: true, value: 3 }],
  [403, 'no', { ok: false, error: { code: 'request.refused' } }],
  [502, '<html>', { ok: false, error: { code: 'data.unavailable', retryable: true } }],
  [200, 'null', { ok: false, error: { code: 'data.unavailable' } }],
  [
    409,
    '{"ok":false,"error":{"code":"disk.full","message":"","retryable":false}}',
    { ok: false, error: { code: 'disk.full' } },
  ],
])('an answer of %d %s', (status, body, result) => expect(resultOf(status, body)).toMatchObject(result));
