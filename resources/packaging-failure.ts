/** How electron-builder marks the line with which it gives up. */
export const failureMark = '⨯';

const networkFault =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|CERT_\w+|UNABLE_TO_\w+)\b|Response code \d+|status code:? \d+/;

/**
 * The one sentence for a failure that is not ours: something had to be fetched and could not be, or was never installed
 * (native-modules.ts). Null for every other: its own words are needed then. `output`: all that electron-builder said.
 */
export function reasonOf(output: string): string | null {
  const lines = output.split('\n');
  const failure = lines.find((line) => line.includes(failureMark));
  if (failure === undefined) return null;
  const words = failure
    .slice(failure.indexOf(failureMark) + 1)
    .replace(/\s+failedTask=.*$/, '')
    .trim();
  if (words.startsWith('Native modules ')) return `Cannot package: ${words}`;
  if (!networkFault.test(words)) return null;
  // A target is begun only on top of an Electron that is there.
  const isElectron = !lines.some((line) => /•\s+building\s+target=/.test(line));
  const what = isElectron ? 'Electron’s binary' : 'a tool of electron-builder';
  const advice = isElectron ? ' ELECTRON_OVERRIDE_DIST_PATH may name a folder that holds it.' : '';
  return `Cannot package: ${what} could not be fetched (${words}).${advice}`;
}
