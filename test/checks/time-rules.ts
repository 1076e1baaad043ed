import { withoutComments } from './imports.ts';
import type { Violation } from './layer-rules.ts';
import type { SourceFile } from './source-files.ts';

/** Shorter ones end what a busy core at the lowest priority still works at. */
const leastGuardMs = 60_000;

interface TimeRule {
  readonly rule: string;
  readonly pattern: RegExp;
  /** Of a match in a file, whether it breaks the rule; it does unless told. */
  readonly isBroken?: (match: RegExpMatchArray, path: string) => boolean;
}

const clockRead = String.raw`(?:(?:Date|performance)\.now\(\)|process\.hrtime(?:\.bigint)?\(\))`;

/** Whether a number as it's written, of ms, is one of a short guard. */
const isShort = (ms: string) => Number(ms.replaceAll('_', '')) < leastGuardMs;

const rules: readonly TimeRule[] = [
  {
    rule: 'a test does not sleep: wait for what happens (a gate, whenResting, vi.waitUntil, expect.poll)',
    // A method of that name is somebody else's: test.setTimeout(…), clock.setTimeout(…).
    pattern:
      /(?<![.\w$])(?:setTimeout|setInterval)\s*\(|\bwaitForTimeout\s*\(|\bAbortSignal\.timeout\s*\(|\bAtomics\.wait\s*\(/g,
  },
  {
    rule: 'a test does not sleep: of timers/promises setImmediate alone',
    pattern: /\bimport\s+([^;'"]*?)\s+from\s*['"](?:node:)?timers\/promises['"]/g,
    isBroken: ([, names = '']) => !/^\{\s*setImmediate(?:\s+as\s+\w+)?,?\s*\}$/.test(names),
  },
  {
    rule: 'a test does not sleep: timers/promises is imported by name at the head of the file',
    pattern: /(?:\bawait\s+import|\brequire)\s*\(\s*['"](?:node:)?timers\/promises['"]/g,
  },
  {
    rule: 'a test does not sleep: no timer as a promise',
    pattern: /\bpromisify\s*\(\s*(?:\w+\.)?setTimeout\b/g,
  },
  {
    rule: 'no stopwatch in a test: how long something takes is measured by test/bench',
    pattern: new RegExp(String.raw`${clockRead}\s*-\s*[A-Za-z_]|[\w)\]]\s*-\s*${clockRead}`, 'g'),
  },
  {
    rule: 'no assertion on a time in a test: how long something takes is measured by test/bench',
    pattern: new RegExp(
      String.raw`\bexpect\s*\((?:[^;]*?)(?:${clockRead}|\b(?:p50|p95|p99|max|mean|took|elapsed|duration)(?:Ms|Seconds)\b)[^;]*?\)\s*\.(?:not\s*\.)?to(?:Be(?:Less|Greater)Than(?:OrEqual)?|BeCloseTo)\b`,
      'g',
    ),
  },
  {
    rule: `a guard against hanging is ${leastGuardMs / 1000} s or more`,
    pattern: /\b(?:timeout|timeoutMs|testTimeout|hookTimeout)\s*:\s*([\d_]+)\b/g,
    isBroken: ([, ms = '']) => isShort(ms),
  },
  {
    rule: `a guard against hanging is ${leastGuardMs / 1000} s or more, whatever its name`,
    pattern: /\b\w*(?:absence|deadline|guard|limit|patience|timeout)Ms\s*(?::\s*number\s*)?=\s*([\d_]+)\b/gi,
    isBroken: ([, ms = '']) => isShort(ms),
  },
  {
    rule: 'no stand-in is slow: what must be seen in the middle is held there (holdRequests)',
    pattern: /\blatencyPerEventMs\s*[:=]\s*[1-9]|\bkind:\s*'latency',\s*ms:\s*[1-9]/g,
    // There latency is what is tested, by a clock.
    isBroken: (_, path) => !/^test\/(?:unit\/)?sandbox\//.test(path),
  },
  {
    rule: 'no click is forced: it may go through what is not drawn yet (chooseRadio, or the element that takes it)',
    pattern: /\.(?:click|check|uncheck|dblclick|tap|setChecked)\((?:[^()]*,\s*)?\{[^{}]*\bforce\s*:/g,
  },
];

/**
 * Where a test, or what helps it, depends on how fast the machine is: sleeps, stopwatches, assertions on times and short guards.
 * `files`: those of test/ but for test/bench. `allowed`: paths that may, each with the reason; one that needs it no longer is told, too.
 */
export function timeFaults(
  files: readonly SourceFile[],
  allowed: Readonly<Record<string, string>>,
): Violation[] {
  const found = files.flatMap(faultsOf);
  const idle = Object.keys(allowed).filter((path) => !found.some((fault) => fault.path === path));
  return [
    ...found.filter(({ path }) => !Object.hasOwn(allowed, path)),
    ...idle.map((path) => ({ path, line: 1, rule: 'is allowed to wait and does not: take it off the list' })),
  ];
}

function faultsOf({ path, text }: SourceFile): Violation[] {
  const code = withoutTexts(withoutComments(text));
  return rules.flatMap(({ rule, pattern, isBroken = () => true }) =>
    [...code.matchAll(pattern)]
      .filter((match) => isBroken(match, path))
      .map((match) => ({ path, line: code.slice(0, match.index).split('\n').length, rule })),
  );
}

/** What stands between quotes becomes blanks, so that an example breaks no rule; what the rules look for there stays. */
function withoutTexts(code: string): string {
  const texts = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  const isKept = /^.(?:(?:node:)?timers\/promises|latency).$/;
  return code.replace(texts, (text) => (isKept.test(text) ? text : text.replace(/[^\n]/g, ' ')));
}
