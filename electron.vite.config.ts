import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { licenses } from './resources/licenses.ts';

const { programs, page } = licenses(import.meta.dirname);

/**
 * Names the app's own module in the head of the page. It's imported only once the page knows its language, and each file comes from another process or
 * over a line: so it comes while the page finds out (html.spec.whatwg.org, "Link type "modulepreload"").
 */
function preloadApp(chunkName: string): Plugin {
  return {
    name: 'health-relay-preload-app',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (bundle === undefined) return [];
        const app = Object.values(bundle).find(
          (output) => output.type === 'chunk' && output.name === chunkName,
        );
        if (app === undefined) throw new Error(`the page has no chunk ${chunkName}`);
        // `crossorigin` as of the import: otherwise it would be fetched twice.
        const attrs = { rel: 'modulepreload', crossorigin: true, href: `./${app.fileName}` };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}

/** In `npm run dev`, what the data program says is checked (src/data/dispatch.ts). */
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
