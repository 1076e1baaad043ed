import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { contentSecurityPolicy } from '../../src/shared/page/headers.ts';

const root = join(import.meta.dirname, '../..');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
export interface FakePage {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the page over the fake host and serves it on a port of this computer, with the product's policy. */
export async function serveFakePage(): Promise<FakePage> {
  const out = mkdtempSync(join(tmpdir(), 'health-relay-fake-page-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const build = spawnSync(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--config', join(import.meta.dirname, 'vite.config.ts')],
    { env: { ...process.env, FAKE_PAGE_OUT: out }, encoding: 'utf8' },
  );
  if (build.status !== 0) throw new Error(`the page did not build: ${build.stderr}`);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    try {
      const body = readFileSync(join(out, normalize(pathname === '/' ? '/index.html' : pathname)));
      const type = types[extname(pathname === '/' ? '.html' : pathname)] ?? 'text/html; charset=utf-8';
      response
        .writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': contentSecurityPolicy })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(out, { recursive: true, force: true });
    },
  };
}
