import { readFile } from 'node:fs/promises';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

type Offered = Like<Electron.Net>;

const standin = {
  isOnline: (): boolean => true,
  get online(): boolean {
    return net.isOnline();
  },
  async fetch(input: string | Request, options?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'file:') return fetch(input, options);
    try {
      return new Response(new Uint8Array(await readFile(url)));
    } catch {
      throw new Error('net::ERR_FILE_NOT_FOUND');
    }
  },
} satisfies Offered;

/** A journey goes offline by `net.isOnline = () => false`. */
export const net = offered('net', standin);
