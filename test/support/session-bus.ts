import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusReader, type BusValue, BusWriter } from './bus-values.ts';

/** A bus of its own, on which nobody is but who is told of it. */
export interface SessionBus {
  readonly address: string;
  readonly dir: string;
  stop(): Promise<void>;
}

/** `denied`: a name to which the bus lets nobody send, as an AppArmor or D-Bus policy would. */
export async function startSessionBus(denied: string | null = null): Promise<SessionBus> {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-bus-'));
  const config = join(dir, 'bus.conf');
  writeFileSync(config, busConfig(dir, denied));
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = await once(bus.stdout.setEncoding('utf8'), 'data');
  return {
    address: String(address).trim(),
    dir,
    stop: async () => {
      const ended = once(bus, 'exit');
      bus.kill('SIGKILL');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Without service directories: nothing of the desktop is started by being asked for, so a prompt is dismissed at once. */
function busConfig(dir: string, denied: string | null): string {
  const denial = denied === null ? '' : `<deny send_destination="${denied}"/>`;
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${dir}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>${denial}
  </policy>
</busconfig>
`;
}

/** The object and the member that a call is for. */
export interface Place {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

export interface BusCall {
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly BusValue[];
}

export interface BusAnswer {
  readonly signature: string;
  readonly body: readonly BusValue[];
}

const theBus: Place = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const kinds = { call: 1, answer: 2, error: 3 } as const;
/** The fields of a header, by their number. */
const fields = {
  path: [1, 'o'],
  interface: [2, 's'],
  member: [3, 's'],
  error: [4, 's'],
  replyTo: [5, 'u'],
  destination: [6, 's'],
  sender: [7, 's'],
  signature: [8, 'g'],
} as const;
type Header = [number, number, number, number, number, number, [number, string | number][]];
type Fields = { [name in keyof typeof fields]?: string | number };

/** A program on a bus, inside the test: it calls others and answers them. */
export class BusConnection {
  /** Gets each call for this program; null: there is no such thing here. */
  onCall: (call: BusCall) => BusAnswer | null = () => null;
  private readonly socket: Socket;
  private readonly waiting = new Map<
    number,
    { done: (body: BusValue[]) => void; failed: (error: Error) => void }
  >();
  private unread: Buffer = Buffer.alloc(0);
  private serial = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async open(address: string): Promise<BusConnection> {
    const path = /unix:(?:.*,)?path=([^,;]+)/.exec(address)?.[1];
    const hidden = /unix:(?:.*,)?abstract=([^,;]+)/.exec(address)?.[1];
    const socket = connect({ path: path ?? `\0${hidden ?? ''}` });
    await once(socket, 'connect');
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`);
    const [said] = await once(socket, 'data');
    if (!String(said).startsWith('OK ')) throw new Error(`the bus says ${said}`);
    const made = new BusConnection(socket);
    socket.on('data', (part: Buffer) => made.read(part));
    socket.write('BEGIN\r\n');
    await made.call(theBus, 'Hello');
    return made;
  }

  /** Takes a name on the bus. */
  async own(name: string): Promise<void> {
    await this.call(theBus, 'RequestName', 'su', [name, 0]);
  }

  call(
    place: Place,
    member: string,
    signature = '',
    body: readonly BusValue[] = [],
  ): Promise<readonly BusValue[]> {
    const { destination, path } = place;
    const serial = this.send(
      kinds.call,
      { destination, path, interface: place.interface, member },
      signature,
      body,
    );
    return new Promise((done, failed) => this.waiting.set(serial, { done, failed }));
  }

  /** A property of an object. */
  async get(place: Place, name: string): Promise<BusValue | undefined> {
    const properties = { ...place, interface: 'org.freedesktop.DBus.Properties' };
    const [value] = await this.call(properties, 'Get', 'ss', [place.interface, name]);
    return value;
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.destroy();
    await closed;
  }

  private send(kind: number, header: Fields, signature: string, body: readonly BusValue[]): number {
    this.serial += 1;
    const content = new BusWriter();
    content.all(signature, body);
    const named: Fields = { ...header, ...(signature === '' ? {} : { signature }) };
    const listed = Object.entries(named).map(([name, value]) => {
      const [number, type] = fields[name as keyof Fields];
      return [number, { type, value }] as const;
    });
    const head = new BusWriter();
    head.all('yyyyuua(yv)', [0x6c, kind, 0, 1, content.written.length, this.serial, listed]);
    head.align(8);
    this.socket.write(Buffer.concat([head.written, content.written]));
    return this.serial;
  }

  private read(part: Buffer): void {
    this.unread = Buffer.concat([this.unread, part]);
    while (this.unread.length >= 16) {
      const head = Math.ceil((16 + this.unread.readUInt32LE(12)) / 8) * 8;
      const whole = head + this.unread.readUInt32LE(4);
      if (this.unread.length < whole) return;
      const message = this.unread.subarray(0, whole);
      this.unread = this.unread.subarray(whole);
      this.take(message, head);
    }
  }

  private take(message: Buffer, head: number): void {
    const reader = new BusReader(message.subarray(0, head));
    const [, kind, , , , serial, listed] = reader.all('yyyyuua(yv)') as Header;
    const held = new Map(listed);
    const text = (name: keyof Fields) => String(held.get(fields[name][0]) ?? '');
    const body = new BusReader(message.subarray(head)).all(text('signature'));
    const asked = this.waiting.get(Number(held.get(fields.replyTo[0]) ?? 0));
    if (kind === kinds.answer) asked?.done(body);
    if (kind === kinds.error) asked?.failed(new Error(`${text('error')}: ${body.join(' ')}`));
    if (kind !== kinds.call) return;
    const answer = this.onCall({
      sender: text('sender'),
      path: text('path'),
      interface: text('interface'),
      member: text('member'),
      body,
    });
    const to = { destination: text('sender'), replyTo: serial };
    if (answer !== null) this.send(kinds.answer, to, answer.signature, answer.body);
    else this.send(kinds.error, { ...to, error: 'org.freedesktop.DBus.Error.UnknownMethod' }, '', []);
  }
}
