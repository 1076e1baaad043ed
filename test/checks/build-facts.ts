import configuration from '../../electron.vite.config.ts';
import { contentSecurityPolicy } from '../../src/shared/page/headers.ts';
import type { BuildFacts } from './build-rules.ts';

/** What this product's build is held against. */
export function ownBuildFacts(): BuildFacts {
  const input = 'main' in configuration ? configuration.main?.build?.rollupOptions?.input : undefined;
  const entries = Object.keys(input ?? {}).filter((name) => name !== 'index');
  return { entries, policy: contentSecurityPolicy };
}
