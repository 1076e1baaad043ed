import type { ElectronBinary } from '../../src/headless/launch/electron-binary.ts';

/** Of Playwright's JSON report, what counts here. */
export interface Report {
  readonly suites: readonly Suite[];
}
interface Suite {
  readonly file: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
}

export interface Verdict {
  readonly failed: number;
  /** As the run ends. */
  readonly lines: readonly string[];
}

/** A test that did not run behind a failed one of its file is none that passed, and none that failed (Playwright: `skipped`). */
export function verdictOf({ suites }: Report, binary: ElectronBinary): Verdict {
  const results = suites.flatMap(resultsOf);
  const passed = results.filter(({ status }) => status === 'expected');
  const failed = results.filter(({ status }) => status === 'unexpected' || status === 'flaky');
  const journeys = passed.filter(({ project, file }) => project === 'stand-in' && !file.includes('contract'));
  const onBinary = (all: typeof results) => all.filter(({ project }) => project === 'electron binary').length;
  const isPassed = onBinary(passed) > 0 && onBinary(failed) === 0;
  return {
    failed: failed.length,
    lines: [
      `${passed.length} passed, ${failed.length} failed`,
      `stand-in journeys: ${journeys.length} passed`,
      `electron binary: ${'reason' in binary ? `skipped (${binary.reason})` : isPassed ? 'passed' : 'failed'}`,
    ],
  };
}

function resultsOf({
  file,
  suites = [],
  specs = [],
}: Suite): { project: string; file: string; status: string }[] {
  const own = specs.flatMap(({ tests }) =>
    tests.map(({ projectName, status }) => ({ project: projectName, file, status })),
  );
  return [...own, ...suites.flatMap(resultsOf)];
}
