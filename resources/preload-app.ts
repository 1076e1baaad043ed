import type { Plugin } from 'vite';

/**
 * Names the app's own module in the head of the page. It's imported only once the page knows its language, and each file comes from another process or
 * over a line: so it comes while the page finds out (html.spec.whatwg.org, "Link type "modulepreload"").
 */
export function preloadApp(chunkName: string): Plugin {
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
