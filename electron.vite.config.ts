import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { licenses } from './resources/licenses.ts';
import { preloadApp } from './resources/preload-app.ts';

const { programs, page } = licenses(import.meta.dirname);

/** In `npm run dev`, what the data program says is checked (src/data/contract-check.ts). */
const checkContract: Plugin = {
  name: 'health-relay-check-contract',
  apply: 'serve',
  configureServer() {
    process.env['HEALTH_RELAY_CHECK_CONTRACT'] = '1';
  },
};

export default defineConfig({
  main: {
    plugins: [programs],
    build: {
      outDir: 'out/main',
      // Loaded at every start: as one file with ours they take less time than as 105 of their own.
      externalizeDeps: { exclude: ['zod', 'csv-parse'] },
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          // Processes and threads of their own; each finds the next beside itself (src/data/main.ts).
          data: 'src/data/main.ts',
          'import-thread': 'src/data/import-thread.ts',
          'backup-thread': 'src/data/backup-thread.ts',
          'keychain-thread': 'src/data/keychain-thread.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [programs],
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload is CommonJS, and in a package of `type: module` only the ending says so.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [react(), page, preloadApp('show-app'), checkContract],
    build: {
      outDir: 'out/renderer',
      // electron-vite leaves the page as written; a web host's page comes over a line.
      minify: 'oxc',
      // `data:` scripts and styles are forbidden by the page's content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: 'src/renderer/index.html' },
    },
  },
});
