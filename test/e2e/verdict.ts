import { since, type TestElectron } from './real-electron/find.ts';

/** Of Playwright's JSON report, what counts here. */
export interface Report {
  readonly suites: readonly Suite[];
}
interface Suite {
  readonly file: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tags: readonly string[];
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
}

export interface Verdict {
  readonly failed: number;
  /** As the run ends. */
  readonly lines: readonly string[];
}

const binaryProject = 'electron binary';

/** The values of `--project` in arguments of Playwright; none: all projects. */
export function askedProjects(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    if (argument === '--project') return args[index + 1] ?? [];
    return argument.startsWith('--project=') ? argument.slice('--project='.length) : [];
  });
}

/** What a report alone doesn't say. */
interface Asked {
  /** The projects that were to run, none for all. */
  readonly projects?: readonly string[];
  /** What could not run on this binary, as a run reports it that only lists. */
  readonly left?: Report | undefined;
}

/** A test that did not run behind a failed one of its file is none that passed, and none that failed (Playwright: `skipped`). */
export function verdictOf(
  { suites }: Report,
  electron: TestElectron | { readonly reason: string },
  { projects = [], left = { suites: [] } }: Asked = {},
): Verdict {
  const results = suites.flatMap(resultsOf);
  const passed = results.filter(({ status }) => status === 'expected');
  const failed = results.filter(({ status }) => status === 'unexpected' || status === 'flaky');
  const journeysIn = (name: string) =>
    passed.filter(({ project, file }) => project === name && !file.includes('contract')).length;
  const onBinary = (all: typeof results) => all.filter(({ project }) => project === binaryProject).length;
  const isPassed = onBinary(passed) > 0 && onBinary(failed) === 0;
  const isAsked = projects.length === 0 || projects.includes(binaryProject);
  const told =
    'reason' in electron
      ? `skipped (${electron.reason})`
      : !isAsked
        ? 'skipped (only other projects were to run)'
        : `${isPassed ? 'passed' : 'failed'} (${electron.version}, ${journeysIn(binaryProject)} journeys)`;
  return {
    failed: failed.length,
    lines: [
      ...('reason' in electron ? [] : notOnBinary(left.suites.flatMap(resultsOf), electron)),
      `${passed.length} passed, ${failed.length} failed`,
      `journeys in a browser: ${journeysIn('headless host')} passed`,
      `electron binary: ${told}`,
    ],
  };
}

interface Result {
  readonly project: string;
  readonly file: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly status: string;
}

/** The tests that this binary did not get, each with the reason. */
function notOnBinary(results: readonly Result[], { version, lacks }: TestElectron): string[] {
  const reasons = new Map([
    ['movable-clock', "the clock of Electron's own program is the computer's"],
    ...lacks.map((name) => [name, `${name} came with Electron ${since[name]}`] as const),
  ]);
  return [...reasons].flatMap(([tag, reason]) =>
    results
      .filter(({ tags }) => tags.includes(tag))
      .map(({ title }) => `not on Electron ${version}: “${title}” (${reason})`),
  );
}

function resultsOf({ file, suites = [], specs = [] }: Suite): Result[] {
  const own = specs.flatMap(({ title, tags, tests }) =>
    tests.map(({ projectName, status }) => ({ project: projectName, file, title, tags, status })),
  );
  return [...own, ...suites.flatMap(resultsOf)];
}
