import type { CallOutput } from '../../../shared/contract/index.ts';

type Settings = CallOutput<'settings.read'>;
type StepName = Settings['skipped'][number];

const names: Readonly<Record<StepName, string>> = {
  home_zone: 'your home time zone',
  targets: 'a target',
};

/** Which step is open; `step` null: the rest was left for later, and `resume` is where it goes on. */
export type FirstRun =
  | { readonly isDone: true }
  | { readonly isDone: false; readonly step: StepName }
  | { readonly isDone: false; readonly step: null; readonly resume: StepName; readonly left: string[] };

/** Done once the zone is confirmed and a target is on; a step that was left for later does not hold up the next. */
export function firstRunOf({ homeZone, targets, skipped }: Settings): FirstRun {
  const open: StepName[] = [];
  if (homeZone === null) open.push('home_zone');
  if (!targets.some(({ isEnabled }) => isEnabled)) open.push('targets');
  const [first] = open;
  if (first === undefined) return { isDone: true };
  const step = open.find((name) => !skipped.includes(name));
  if (step !== undefined) return { isDone: false, step };
  return { isDone: false, step: null, resume: first, left: open.map((name) => names[name]) };
}
