// --import of a utility process: `process.parentPort` in the place of `process.send` (docs/api/parent-port).
import { EventEmitter } from 'node:events';
import { isMainThread } from 'node:worker_threads';
import { withoutPorts } from './records.ts';

// A worker inherits the flags of its process, and has no parent port.
if (isMainThread && process.send) openParentPort(process.send.bind(process));

function openParentPort(send: (message: unknown) => boolean): void {
  const port = new EventEmitter();
  const waiting: object[] = [];
  process.on('message', (data) => {
    const event = { data, ports: [] };
    if (port.listenerCount('message') > 0) port.emit('message', event);
    else waiting.push(event);
  });
  // What came before the first listener is kept for it.
  port.on('newListener', (name) => {
    if (name !== 'message') return;
    setImmediate(() => {
      for (const event of waiting.splice(0)) port.emit('message', event);
    });
  });
  const postMessage = (message: unknown, transfer?: readonly unknown[]) => {
    withoutPorts(transfer);
    if (process.connected) send(structuredClone(message));
  };
  Object.defineProperty(process, 'parentPort', { value: Object.assign(port, { postMessage }) });
  Object.assign(process, { send: undefined });
  process.on('disconnect', () => process.exit(0));
}
