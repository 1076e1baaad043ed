import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Connections } from '../../../../src/headless/web/connections.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeSocket extends EventEmitter {
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

class FakeRequest extends EventEmitter {
  complete = true;
  destroyed = false;
  readonly socket: FakeSocket;
  constructor(socket: FakeSocket) {
    super();
    this.socket = socket;
  }
  resume(): void {}
}

function opened() {
  const connections = new Connections();
  const connect = () => {
    const socket = new FakeSocket();
    connections.add(socket as unknown as Socket);
    return socket;
  };
  const ask = (socket: FakeSocket) => {
    const request = new FakeRequest(socket);
    const response = new EventEmitter();
    connections.begin(request as unknown as IncomingMessage, response as unknown as ServerResponse);
    return {
      request,
      response,
      trust: () => connections.trust(request as unknown as IncomingMessage),
      end: () => {
        response.emit('finish');
        request.emit('close');
      },
    };
  };
  return { connect, ask };
}

test('beyond 128 connections the one that got nowhere for the longest goes; a page of ours stays', () => {
  const { connect, ask } = opened();
  const page = connect();
  ask(page).trust();
  const [busy, slow, ...rest] = Array.from({ length: 127 }, connect);
  if (busy === undefined || slow === undefined) throw new Error('they are there');
  ask(slow);
  // An answer that was sent whole counts as getting somewhere.
  ask(busy).end();
  const newest = connect();
  expect(slow.destroyed).toBe(true);
  expect([page, busy, newest, ...rest].filter(({ destroyed }) => destroyed)).toEqual([]);
  connect();
  expect(rest[0]?.destroyed).toBe(true);
  expect(busy.destroyed).toBe(false);
});

test('when all are pages of ours, a new one is turned away', () => {
  const { connect, ask } = opened();
  const pages = Array.from({ length: 128 }, connect);
  for (const socket of pages) ask(socket).trust();
  expect(connect().destroyed).toBe(true);
  expect(pages.some(({ destroyed }) => destroyed)).toBe(false);
  pages[5]?.destroy();
  expect(connect().destroyed).toBe(false);
});

test('a connection is trusted for one request alone', () => {
  const { connect, ask } = opened();
  const socket = connect();
  const first = ask(socket);
  first.trust();
  first.end();
  ask(socket);
  vi.advanceTimersByTime(20_000);
  expect(socket.destroyed).toBe(true);
});

test('a request without the secret has 20 s in all; one with it has none here', () => {
  const { connect, ask } = opened();
  const [stranger, page, done] = [connect(), connect(), connect()];
  ask(stranger);
  ask(page).trust();
  ask(done).end();
  vi.advanceTimersByTime(19_999);
  expect(stranger.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(stranger.destroyed).toBe(true);
  vi.advanceTimersByTime(3_600_000);
  expect([page.destroyed, done.destroyed]).toEqual([false, false]);
});

test('a body that goes on after the answer is cut off after two seconds', () => {
  const { connect, ask } = opened();
  const socket = connect();
  const { request, response } = ask(socket);
  request.complete = false;
  response.emit('finish');
  vi.advanceTimersByTime(1999);
  expect(socket.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(socket.destroyed).toBe(true);
});
