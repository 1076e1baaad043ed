// What a sandboxed preload script gets (docs/tutorial/sandbox, "Preload scripts"): a few modules, events, a polyfilled process. The
// function is written into the page as text, so it uses nothing outside itself.
import { bridgeSide, type Post, type WorldBridge } from './bridge-world.ts';
import { type Codec, makeCodec } from './codec.ts';

export type FromPreload =
  | { readonly op: 'send'; readonly channel: string; readonly args: string }
  | { readonly op: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly op: 'window-open'; readonly url: string; readonly name: string; readonly features: string }
  | { readonly op: 'title'; readonly title: string }
  | { readonly op: 'preload-error'; readonly message: string };

export type ToPreload =
  | { readonly op: 'answer'; readonly id: number; readonly result: string }
  | { readonly op: 'answer'; readonly id: number; readonly error: string }
  | { readonly op: 'push'; readonly channel: string; readonly args: string };

interface World {
  require(name: string): unknown;
  readonly process: object;
}

function preloadWorld(bridge: WorldBridge, codec: Codec, facts: object, post: Post): World {
  type Listener = (...args: unknown[]) => void;

  class EventEmitter {
    private readonly lists = new Map<string, Listener[]>();

    on(name: string, listener: Listener): this {
      this.lists.set(name, [...(this.lists.get(name) ?? []), listener]);
      return this;
    }

    off(name: string, listener: Listener): this {
      const rest = (this.lists.get(name) ?? []).filter((each) => each !== listener);
      this.lists.set(name, rest);
      return this;
    }

    emit(name: string, ...args: unknown[]): boolean {
      const listeners = this.lists.get(name) ?? [];
      for (const listener of listeners) listener(...args);
      return listeners.length > 0;
    }
  }

  const tell = (message: FromPreload) => post(JSON.stringify(message));
  const answers = new Map<number, (answer: { result?: string; error?: string }) => void>();
  let count = 0;

  const ipcRenderer = Object.assign(new EventEmitter(), {
    send: (channel: string, ...args: unknown[]) => tell({ op: 'send', channel, args: codec.encode(args) }),
    async invoke(channel: string, ...given: unknown[]): Promise<unknown> {
      const id = ++count;
      const args = codec.encode(given);
      const { result, error } = await new Promise<{ result?: string; error?: string }>((resolve) => {
        answers.set(id, resolve);
        tell({ op: 'invoke', id, channel, args });
      });
      // Only the words cross (docs/api/ipc-renderer, "ipcRenderer.invoke").
      if (result === undefined) throw new Error(`Error invoking remote method '${channel}': ${error}`);
      return codec.decode(result);
    },
  });

  const webUtils = {
    getPathForFile(file: unknown): string {
      if (!(file instanceof File)) throw new TypeError('getPathForFile: the argument is not a File');
      const answer = { path: '' };
      // biome-ignore lint/suspicious/noDebugger: file-paths.ts answers while the page stands still; the call is synchronous.
      debugger;
      return answer.path;
    },
  };

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
  };

  const electron = { contextBridge, ipcRenderer, webUtils };
  const events = Object.assign(EventEmitter, { EventEmitter });
  const modules: Readonly<Record<string, unknown>> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events,
    'node:events': events,
  };

  Object.assign(globalThis, {
    standinReceive(text: string) {
      const message = JSON.parse(text) as ToPreload;
      if (message.op === 'answer') {
        answers.get(message.id)?.(message);
        answers.delete(message.id);
      } else {
        const args = codec.decode(message.args) as unknown[];
        ipcRenderer.emit(message.channel, { sender: ipcRenderer, senderId: 0, ports: [] }, ...args);
      }
    },
  });

  // No message of the browser's own tells of a title.
  document.addEventListener('DOMContentLoaded', () => {
    const say = () => tell({ op: 'title', title: document.title });
    say();
    new MutationObserver(say).observe(document.head, { childList: true, characterData: true, subtree: true });
  });

  return {
    require(name) {
      if (Object.hasOwn(modules, name)) return modules[name];
      throw new Error(`module not found: ${name}`);
    },
    process: Object.assign(new EventEmitter(), facts),
  };
}

/** For the page's own world of the top frame. `secret` names the events that both sides meet by. */
export const pageSource = (secret: string): string =>
  `if (window === window.top) (${bridgeSide})('${secret}-page', '${secret}-preload', null);
//# sourceURL=standin:page`;

/** For the isolated world: the preload script as Electron wraps it, in the top frame alone (nodeIntegrationInSubFrames is off). */
export const preloadSource = (secret: string, file: string, script: string, facts: object): string =>
  `if (window === window.top) {
const post = globalThis.standinPost; delete globalThis.standinPost;
const bridge = (${bridgeSide})('${secret}-preload', '${secret}-page', post);
const world = (${preloadWorld})(bridge, (${makeCodec})(), ${JSON.stringify(facts)}, post);
try {
const exports = {}; (function (require, process, exports, module, global) {
${script}
})(world.require, world.process, exports, { exports }, globalThis);
} catch (error) {
console.error('Unable to load preload script: ' + ${JSON.stringify(file)}); console.error(error);
post(JSON.stringify({ op: 'preload-error', message: String(error?.message ?? error) }));
} }
//# sourceURL=standin:preload`;
