// Asks an Electron what it is and which of the things that came late it has; one line of JSON. Electron's breaking changes and release notes name the versions.
import { writeFileSync } from 'node:fs';
import { BaseWindow } from 'electron';

const { electron, napi } = process.versions;
writeFileSync(
  process.env.PROBE_ANSWER,
  JSON.stringify({
    electron,
    nodeApi: Number(napi),
    features: { windowStatePersistence: typeof BaseWindow.clearPersistedState === 'function' },
  }),
);
process.exit(0);
