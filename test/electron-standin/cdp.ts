// Chrome DevTools Protocol over a pipe: JSON, each message ended by a NUL.
import { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
// The package exports no way to its protocol types.
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;

export type { Protocol };

interface Waiting {
  readonly method: string;
  resolve(result: never): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

class Events {
  private readonly emitter = new EventEmitter();

  on<E extends keyof Protocol.Events>(event: E, listener: (payload: Protocol.Events[E]) => void): void {
    this.emitter.on(event, listener);
  }

  receive(method: string, params: unknown): void {
    this.emitter.emit(method, params);
  }
}

/** One target's own events and commands. */
export class CdpSession extends Events {
  private readonly connection: CdpConnection;
  private readonly id: string;

  constructor(connection: CdpConnection, id: string) {
    super();
    this.connection = connection;
    this.id = id;
  }

  send<M extends keyof Commands>(method: M, params?: Commands[M]): Promise<Answers[M]> {
    return this.connection.send(method, params, this.id);
  }
}

export class CdpConnection extends Events {
  private readonly output: Writable;
  private readonly waiting = new Map<number, Waiting>();
  private readonly sessions = new Map<string, CdpSession>();
  private count = 0;

  constructor(output: Writable, input: NodeJS.ReadableStream) {
    super();
    this.output = output;
    output.on('error', () => {});
    let rest = '';
    input.setEncoding('utf8');
    input.on('data', (part: string) => {
      const messages = (rest + part).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.take(JSON.parse(message));
    });
    input.on('end', () => {
      for (const { method, reject } of this.waiting.values())
        reject(new Error(`${method}: the browser ended`));
      this.waiting.clear();
    });
  }

  /** Rejects with the browser's words, and when the browser ends. */
  send<M extends keyof Commands>(method: M, params?: Commands[M], sessionId?: string): Promise<Answers[M]> {
    return new Promise((resolve, reject) => {
      const id = ++this.count;
      this.waiting.set(id, { method, resolve, reject });
      this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  async attach(targetId: string): Promise<CdpSession> {
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const session = new CdpSession(this, sessionId);
    this.sessions.set(sessionId, session);
    return session;
  }

  private take(message: Message): void {
    if (message.id === undefined) {
      const { sessionId, method = '', params } = message;
      (sessionId === undefined ? this : this.sessions.get(sessionId))?.receive(method, params);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result as never);
  }
}
