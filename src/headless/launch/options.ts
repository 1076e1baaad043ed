import { parseArgs } from 'node:util';
import { callbackPort } from '../../shared/domain/account.ts';

export interface LaunchOptions {
  /** As given; null for the default profile. */
  readonly profile: string | null;
  /** 0: a free one. */
  readonly port: number;
  /** Use the web host, even where Electron could run. */
  readonly isHeadless: boolean;
  readonly mayOpenBrowser: boolean;
}

export const launchUsage = `Usage: npm start -- [--profile DIR] [--port N] [--headless] [--no-open]

  --profile DIR  open the history in this folder instead of your default one
  --port N       web host: listen on this port (1024 to 65535, or 0 for any) instead of ${callbackPort}; sign-in returns to http://127.0.0.1:N/callback, which must be registered with the sign-in service
  --headless     web host in your browser, even where the desktop app could run
  --no-open      web host: print the link and leave the browser alone
`;

/** The options of `npm start`, or a sentence about their fault. */
export function launchOptions(argv: readonly string[]): LaunchOptions | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        profile: { type: 'string' },
        port: { type: 'string' },
        headless: { type: 'boolean' },
        'no-open': { type: 'boolean' },
      },
    });
    if (values.profile === '') return { wrong: '--profile needs a folder.' };
    const port = values.port === undefined ? callbackPort : portIn(values.port);
    if (port === null) return { wrong: '--port needs a number from 1024 to 65535, or 0 for any.' };
    return {
      profile: values.profile ?? null,
      port,
      isHeadless: values.headless ?? false,
      mayOpenBrowser: !(values['no-open'] ?? false),
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function portIn(text: string): number | null {
  const port = Number(text);
  if (!/^\d+$/.test(text)) return null;
  return port === 0 || (port >= 1024 && port <= 65_535) ? port : null;
}

/** The first Node version that runs TypeScript directly (nodejs.org, "Type stripping is enabled by default"). */
const needed = [22, 18] as const;

/** Why this Node can't run Health Relay, or null if it can. `version` as in `process.versions.node`. */
export function unfitNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFit = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  if (isFit) return null;
  return `Health Relay needs Node ${needed.join('.')} or newer; this is ${version}. Run "npm start", which brings its own.`;
}
