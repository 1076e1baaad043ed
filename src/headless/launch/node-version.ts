/** The first Node version that runs TypeScript directly (nodejs.org, "Type stripping is enabled by default"). */
const needed = [22, 18] as const;

/** Why this Node can't run Health Relay, or null if it can. `version` as in `process.versions.node`. */
export function unfitNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFit = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  if (isFit) return null;
  return `Health Relay needs Node ${needed.join('.')} or newer; this is ${version}. Run "npm start", which brings its own.`;
}
