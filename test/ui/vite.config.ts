// Builds the real page over the fake host of fake-bridge/, to look at every state of it.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The fake host is there before the page's own module runs. */
const fakeHost: Plugin = {
  name: 'health-relay-fake-host',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/(?=<script )/, '<script type="module" src="../../test/ui/fake-bridge/main.ts"></script>'),
  },
};

export default defineConfig({
  root: join(import.meta.dirname, '../../src/renderer'),
  base: './',
  plugins: [fakeHost, react()],
  build: {
    outDir: process.env['FAKE_PAGE_OUT'] ?? join(import.meta.dirname, '../../out/fake-page'),
    emptyOutDir: true,
    target: 'chrome130',
  },
});
