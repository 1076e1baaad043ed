import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/** How long the session bus may take: it's a program on this computer, and the user waits. */
const patienceMs = 2000;
const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether the desktop shows icons in a tray. macOS and Windows always do. On Linux a panel may (GNOME's own has none), and it may start
 * after the app, or end before it; Electron doesn't know (docs/api/tray), so the session bus is asked.
 */
export class TrayPlace {
  readonly #ask: () => Promise<boolean>;
  readonly #listeners = new Set<() => void>();
  #wasThere: boolean | null = null;

  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask;
  }

  async isThere(): Promise<boolean> {
    const isThere = await this.#ask();
    const hasAppeared = isThere && this.#wasThere === false;
    this.#wasThere = isThere;
    if (hasAppeared) for (const listener of this.#listeners) listener();
    return isThere;
  }

  /** Calls `listener` when a tray is there that wasn't before: Chromium shows no icon on it that was made without one. */
  onAppeared(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

/** The tray of this computer. `env` names the session bus. */
export function trayPlace(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): TrayPlace {
  if (platform !== 'linux') return new TrayPlace(() => Promise.resolve(true));
  return new TrayPlace(() => hasTrayHost(env));
}

/** Where the session bus listens, for `net.connect`; null if there is none on this computer (D-Bus specification, "Server Addresses"). */
export function busPath(env: Readonly<Record<string, string | undefined>>): string | null {
  const runtime = env['XDG_RUNTIME_DIR'];
  const usual = runtime ? join(runtime, 'bus') : null;
  const address = env['DBUS_SESSION_BUS_ADDRESS'];
  if (!address) return usual;
  const [, kind, value] = /(?:^|;)unix:(?:[^;]*,)?(path|abstract|runtime)=([^,;]*)/.exec(address) ?? [];
  if (kind === undefined || value === undefined) return null;
  if (kind === 'runtime') return usual;
  try {
    // Linux names a socket without a file by a zero byte.
    return `${kind === 'abstract' ? '\0' : ''}${decodeURIComponent(value)}`;
  } catch {
    return null;
  }
}

/** Whether a panel shows icons now (freedesktop.org, StatusNotifierItem: IsStatusNotifierHostRegistered); false if nobody answers. */
async function hasTrayHost(env: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const path = busPath(env);
  if (path === null) return false;
  const socket = connect({ path });
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('the bus is silent')));
  try {
    return await askWatcher(socket);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function askWatcher(socket: Socket): Promise<boolean> {
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  const bus = 'org.freedesktop.DBus';
  let unread: Buffer = Buffer.alloc(0);
  let isIn = false;
  let answers = 0;
  for await (const part of socket as AsyncIterable<Buffer>) {
    unread = Buffer.concat([unread, part]);
    if (!isIn) {
      const end = unread.indexOf('\r\n');
      if (end === -1) continue;
      if (!unread.toString('latin1').startsWith('OK ')) return false;
      unread = unread.subarray(end + 2);
      isIn = true;
      const hello = busCall(1, bus, '/org/freedesktop/DBus', bus, 'Hello', []);
      const get = busCall(2, watcher, '/StatusNotifierWatcher', `${bus}.Properties`, 'Get', [
        watcher,
        'IsStatusNotifierHostRegistered',
      ]);
      socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), hello, get]));
    }
    for (;;) {
      const size = messageSize(unread);
      if (size === null || unread.length < size) break;
      const message = unread.subarray(0, size);
      unread = unread.subarray(size);
      // Answers come in the order of the calls: the second is the watcher's, or the bus' that there is none.
      const kind = message[1];
      if (kind !== methodReturn && kind !== methodError) continue;
      answers += 1;
      // A variant of a boolean: its signature, then four bytes.
      if (answers === 2) return kind === methodReturn && message.readUInt32LE(size - 4) === 1;
    }
  }
  return false;
}

// D-Bus specification, "Message Protocol"; little-endian.
const methodReturn = 2;
const methodError = 3;
const aligned = (size: number, to: number): number => Math.ceil(size / to) * to;

function messageSize(bytes: Buffer): number | null {
  if (bytes.length < 16) return null;
  return aligned(16 + bytes.readUInt32LE(12), 8) + bytes.readUInt32LE(4);
}

/** A call with strings, which starts no program that isn't running. */
function busCall(
  serial: number,
  destination: string,
  path: string,
  face: string,
  member: string,
  body: readonly string[],
): Buffer {
  const content = joined(body.map(marshaled), 4);
  const signature = 's'.repeat(body.length);
  const fields = [
    [1, 'o', path],
    [2, 's', face],
    [3, 's', member],
    [6, 's', destination],
  ] as const;
  const header = joined(
    [
      ...fields.map(([code, type, text]) => Buffer.concat([typed(code, type), marshaled(text)])),
      ...(signature === '' ? [] : [Buffer.concat([typed(8, 'g'), shortText(signature)])]),
    ],
    8,
  );
  const start = Buffer.alloc(16);
  start.set([0x6c, 1, 2, 1]);
  start.writeUInt32LE(content.length, 4);
  start.writeUInt32LE(serial, 8);
  start.writeUInt32LE(header.length, 12);
  return joined([Buffer.concat([start, header]), content], 8);
}

/** The number of a header's field, and its type. */
const typed = (code: number, type: string): Buffer => Buffer.concat([Buffer.from([code]), shortText(type)]);

const shortText = (text: string): Buffer =>
  Buffer.concat([Buffer.from([text.length]), Buffer.from(`${text}\0`)]);

function marshaled(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length - 1);
  return Buffer.concat([length, bytes]);
}

/** One after another, each at a multiple of `to` bytes. */
function joined(parts: readonly Buffer[], to: number): Buffer {
  return parts.reduce(
    (before, part) => Buffer.concat([before, Buffer.alloc(aligned(before.length, to) - before.length), part]),
    Buffer.alloc(0),
  );
}
