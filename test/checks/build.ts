// Holds what is built to what usually breaks only on a user's machine. Builds first when the sources have changed.
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { ownBuildFacts } from './build-facts.ts';
import { buildFaults } from './build-rules.ts';
import { bundleBytes } from './page-rules.ts';

const root = join(import.meta.dirname, '../..');
await buildIfStale(root, (line) => console.log(line));
const faults = buildFaults(root, ownBuildFacts());
for (const fault of faults) console.error(`build: ${fault}`);
if (faults.length > 0) process.exit(1);
const kilobytes = Math.round(bundleBytes(join(root, 'out/renderer')) / 1000);
console.log(`build: holds; the page weighs ${kilobytes} kB gzipped`);
