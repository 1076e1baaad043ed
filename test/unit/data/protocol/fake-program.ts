import { EventEmitter } from 'node:events';
import type { Reply, Request } from '../../../../src/data/protocol/messages.ts';
import { type DataPort, utilityProcessPort } from '../../../../src/data/protocol/ports.ts';

/** A data program by its messages alone: tests say what it answers and when it dies. A message arrives as a clone, in a later turn. */
export class FakeProgram {
  readonly hostEnd: DataPort;
  readonly #process = new EventEmitter();
  readonly requests: Request[] = [];

  constructor(onRequest: (request: Request, program: FakeProgram) => void = () => {}) {
    const { on } = this.#process;
    this.hostEnd = utilityProcessPort({
      // No system knows it.
      pid: undefined,
      postMessage: (message) => {
        const request = structuredClone(message) as Request;
        setImmediate(() => {
          this.requests.push(request);
          onRequest(request, this);
        });
      },
      kill: () => {
        this.die();
        return true;
      },
      on: on.bind(this.#process),
    });
  }

  say(reply: Reply): void {
    const copy = structuredClone(reply);
    setImmediate(() => this.#process.emit('message', copy));
  }

  die(): void {
    setImmediate(() => this.#process.emit('exit', 0));
  }
}
