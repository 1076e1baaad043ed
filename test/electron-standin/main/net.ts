import { readFile } from 'node:fs/promises';
import type * as Electron from 'electron';
import { offered } from '../records.ts';

type Offered = Pick<Electron.Net, 'fetch' | 'isOnline' | 'online'>;

const standin: Offered = {
  isOnline: () => true,
  get online() {
    return net.isOnline();
  },
  async fetch(input, options) {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'file:') return fetch(input, options);
    try {
      return new Response(new Uint8Array(await readFile(url)));
    } catch {
      throw new Error('net::ERR_FILE_NOT_FOUND');
    }
  },
};

/** A journey goes offline by `net.isOnline = () => false`. */
export const net = offered('net', standin);
