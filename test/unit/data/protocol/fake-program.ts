import type { Reply, Request } from '../../../../src/data/protocol/messages.ts';
import type { DataPort } from '../../../../src/data/protocol/port.ts';
import { portPair } from '../../../../src/data/protocol/ports.ts';

/** A data program by its messages alone: tests say what it answers and when it dies. */
export class FakeProgram {
  readonly hostEnd: DataPort;
  readonly #end: DataPort;
  readonly requests: Request[] = [];

  constructor(onRequest: (request: Request, program: FakeProgram) => void = () => {}) {
    const [host, own] = portPair();
    this.hostEnd = host;
    this.#end = own;
    own.onMessage((message) => {
      const request = message as Request;
      this.requests.push(request);
      onRequest(request, this);
    });
  }

  say(reply: Reply): void {
    this.#end.post(reply);
  }

  die(): void {
    this.#end.close();
  }
}
