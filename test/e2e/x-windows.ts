import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Requests of X11 (X Window System Protocol, appendix B). */
const getWindowAttributes = 3;
const queryTree = 15;
const getProperty = 20;
const wmName = 39;
const anyType = 0;
/** The map state of a window that is on the screen, and its place in the answer. */
const viewable = 2;
const mapStateAt = 26;

/**
 * The titles of all windows on a display, or of those that are shown, by its own protocol: also of those that the app's toolkit opens and Electron
 * doesn't know of.
 */
export async function windowTitles(display: string, which: 'all' | 'shown' = 'all'): Promise<string[]> {
  const number = /:(\d+)/.exec(display)?.[1] ?? '0';
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, 'connect');
  try {
    // Little-endian, protocol 11.0, without a cookie.
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const greeting = await answer(socket, 8, (head) => head.readUInt16LE(6) * 4);
    if (greeting[0] !== 1) throw new Error('the display lets nobody in');
    const root = 40 + Math.ceil(greeting.readUInt16LE(24) / 4) * 4 + greeting.readUInt8(29) * 8;
    return await titlesBelow(socket, greeting.readUInt32LE(root), which);
  } finally {
    socket.destroy();
  }
}

async function titlesBelow(socket: Socket, window: number, which: 'all' | 'shown'): Promise<string[]> {
  const tree = await ask(socket, request(queryTree, [window]));
  const titles: string[] = [];
  for (let at = 32; at < tree.length; at += 4) {
    const child = tree.readUInt32LE(at);
    const name = await ask(socket, request(getProperty, [child, wmName, anyType, 0, 64]));
    // A window may be gone by now: then it's an error, and no answer.
    if (name[0] !== 1) continue;
    const title = name.toString('utf8', 32, 32 + name.readUInt32LE(16));
    if (title !== '' && (which === 'all' || (await isShown(socket, child)))) titles.push(title);
    titles.push(...(await titlesBelow(socket, child, which)));
  }
  return titles;
}

async function isShown(socket: Socket, window: number): Promise<boolean> {
  const attributes = await ask(socket, request(getWindowAttributes, [window]));
  return attributes[0] === 1 && attributes[mapStateAt] === viewable;
}

function request(code: number, values: readonly number[]): Buffer {
  const made = Buffer.alloc(4 + values.length * 4);
  made.writeUInt8(code, 0);
  made.writeUInt16LE(1 + values.length, 2);
  for (const [index, value] of values.entries()) made.writeUInt32LE(value, 4 + index * 4);
  return made;
}

function ask(socket: Socket, made: Buffer): Promise<Buffer> {
  socket.write(made);
  return answer(socket, 32, (head) => (head[0] === 1 ? head.readUInt32LE(4) * 4 : 0));
}

/** `more`: how many bytes come after the head. */
async function answer(socket: Socket, head: number, more: (head: Buffer) => number): Promise<Buffer> {
  let got = Buffer.alloc(0);
  while (got.length < head || got.length < head + more(got)) {
    const [part] = (await once(socket, 'data')) as [Buffer];
    got = Buffer.concat([got, part]);
  }
  return got;
}
