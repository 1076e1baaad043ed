import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assetAt } from '../../src/shared/page/asset-path.ts';

/**
 * What a window loads at its start, scripts and styles, as it would come over a line: what index.html names, and the app that its
 * script loads after the language. Views, languages and libraries that come when they are first needed are not in it.
 */
export const bundleLimitBytes = 500_000;

/** What is wrong with the built page in `rendererDir` under `policy`, the content security policy that both hosts serve it with. */
export function pageFaults(rendererDir: string, policy: string): string[] {
  const html = readFileSync(join(rendererDir, 'index.html'), 'utf8');
  const size = bundleBytes(rendererDir);
  return [
    ...inlineFaults(html),
    ...addressFaults(html, rendererDir),
    ...assetFaults(rendererDir),
    ...policyFaults(policy, neededPolicy(html, rendererDir)),
    ...(size > bundleLimitBytes ? [`the page weighs ${size} bytes; at most ${bundleLimitBytes}`] : []),
  ];
}

/** Bytes of the scripts and styles that every window loads (Vite names what they import, too), each gzipped by itself. */
export function bundleBytes(rendererDir: string): number {
  const html = readFileSync(join(rendererDir, 'index.html'), 'utf8');
  return assetsIn(rendererDir)
    .filter((name) => /\.(js|css)$/.test(name) && (html.includes(`"./${name}"`) || isApp(name)))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(rendererDir, name))).length, 0);
}

/** What main.tsx imports once the language is there. */
const isApp = (name: string) => /(?:^|\/)show-app-[^/]*$/.test(name);

function assetsIn(rendererDir: string): string[] {
  return readdirSync(rendererDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(rendererDir.length + 1)
        .replaceAll('\\', '/'),
    );
}

function inlineFaults(html: string): string[] {
  const found: string[] = [];
  for (const [, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g))
    if (!/\bsrc=/.test(attributes) || body.trim() !== '') found.push('index.html has a script of its own');
  if (/<style\b/.test(html) || /\sstyle=/.test(html)) found.push('index.html has a style of its own');
  if (/\son[a-z]+\s*=/i.test(html)) found.push('index.html has an event handler of its own');
  if (/<base\b|http-equiv=/i.test(html)) found.push('index.html overrules the host');
  return found;
}

/** Every address is beside the page, is there, and is one that the hosts serve. */
function addressFaults(html: string, rendererDir: string): string[] {
  return [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].flatMap(([, address = '']) => {
    if (!address.startsWith('./')) return [`index.html names ${address}, which is not beside it`];
    const asset = assetAt(address.slice(1));
    const isThere = asset !== null && existsSync(join(rendererDir, asset.path));
    return isThere ? [] : [`index.html names ${address}, which is not there`];
  });
}

/** What a development server leaves, what the policy would stop, and what no host would serve. */
function assetFaults(rendererDir: string): string[] {
  return assetsIn(rendererDir).flatMap((name) => {
    const found: string[] = [];
    if (assetAt(`/${name}`) === null) found.push(`no host serves ${name}`);
    if (!/\.(js|css|html)$/.test(name)) return found;
    const text = readFileSync(join(rendererDir, name), 'utf8');
    if (developmentMarks.test(text)) found.push(`${name} is of a development server`);
    if (name.endsWith('.css') && /@import|url\(\s*["']?(?:https?:)?\/\//i.test(text))
      found.push(`${name} fetches from elsewhere`);
    if (name.endsWith('.js') && /[^\w.$](?:eval|new Function)\(/.test(text))
      found.push(`${name} evaluates text`);
    return found;
  });
}

export const developmentMarks = /\/@vite\/|\/@react-refresh|\/@fs\/|https?:\/\/(?:localhost|127\.0\.0\.1):\d/;

/** Directive by directive, what the page uses: nothing is allowed for later. */
function neededPolicy(html: string, rendererDir: string): Readonly<Record<string, string>> {
  const names = assetsIn(rendererDir);
  const has = (ending: RegExp) => names.some((name) => ending.test(name));
  const texts = names
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => readFileSync(join(rendererDir, name), 'utf8'));
  const hasDataImage = texts.some((text) => text.includes('data:image/'));
  const images = [...(has(/\.(svg|png|ico)$/) ? ["'self'"] : []), ...(hasDataImage ? ['data:'] : [])];
  return {
    'default-src': "'none'",
    ...(/<script\b/.test(html) ? { 'script-src': "'self'" } : {}),
    ...(/rel="stylesheet"/.test(html) ? { 'style-src': "'self'" } : {}),
    ...(images.length > 0 ? { 'img-src': images.join(' ') } : {}),
    ...(has(/\.woff2?$/) ? { 'font-src': "'self'" } : {}),
    // The calls of the web host, and what the page is made of.
    'connect-src': "'self'",
    // What `default-src` does not stand in for (Content Security Policy Level 3 §6.1.3).
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
}

function policyFaults(policy: string, needed: Readonly<Record<string, string>>): string[] {
  const given = Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
  return [...new Set([...Object.keys(given), ...Object.keys(needed)])]
    .filter((name) => given[name] !== needed[name])
    .map(
      (name) =>
        `the policy says ${name} ${given[name] ?? '(nothing)'}; needed is ${needed[name] ?? '(nothing)'}`,
    );
}
