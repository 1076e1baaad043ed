import { schemaVersion } from '../../core/db/migrate.ts';
import type { Reader } from '../../core/db/open.ts';
import { createHistory, type History } from '../../core/history/history.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { type EventCategory, eventCategories } from '../../shared/domain/event-category.ts';
import { receiptSchema } from '../../shared/domain/receipt.ts';
import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import type { StatusArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type ImportLine, lineOf } from './import-line.ts';
import { jsonLine } from './json-lines.ts';
import { daysToDerive, type OpenHistory, openHistory, underivedInWords } from './open-history.ts';
import type { Output } from './output.ts';
import { type TargetState, targetInWords, targetStates } from './target-states.ts';

/** The one line of `status --json`. */
export interface StatusLine {
  /** The profile's folder. */
  readonly profile: string;
  readonly schemaVersion: number;
  readonly records: number;
  readonly workouts: number;
  readonly correlations: number;
  readonly ecg: number;
  readonly summaries: number;
  readonly routes: number;
  readonly routePoints: number;
  readonly clinical: number;
  /** Stored records by type, keys sorted. */
  readonly types: Readonly<Record<string, number>>;
  /** The import run that ended last, as `import --json` printed it, with its end time. */
  readonly lastImport: (ImportLine & { readonly endedAt: string | null }) | null;
  /** Health events by category. */
  readonly events: Readonly<Record<EventCategory, number>>;
  /** Days whose events are still to be derived: until it's 0, `events` are incomplete; null if unknown. */
  readonly daysToDerive: number | null;
  /** States of the current destinations; only targets with an address. */
  readonly targets: Readonly<Partial<Record<TargetId, TargetState>>>;
}

export async function runStatus(given: StatusArguments, output: Output): Promise<ExitCode> {
  const opened = await openHistory(given.profile, { isCounted: true });
  const { reader } = opened;
  try {
    const status = statusOf(opened, profilePaths(given.profile).dir);
    const lines = given.json ? [jsonLine('status', status)] : inWords(status);
    for (const line of lines) await output.result(line);
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

function statusOf(opened: OpenHistory, profile: string): StatusLine {
  const { reader, overview } = opened;
  const history = createHistory(reader);
  const { records, workouts, correlations, ecg, summaries, routes, routePoints, clinical } = history.overview(
    {},
  );
  const types = history.types({}).map(({ type, count }) => [type, count] as const);
  return {
    profile,
    schemaVersion: schemaVersion(reader),
    records,
    workouts,
    correlations,
    ecg,
    summaries,
    routes,
    routePoints,
    clinical,
    types: Object.fromEntries(types.sort(([a], [b]) => (a < b ? -1 : 1))),
    lastImport: lastImport(reader),
    events: eventCounts(history),
    daysToDerive: daysToDerive(opened),
    targets: targetStates(reader, overview),
  };
}

function eventCounts(history: History): StatusLine['events'] {
  const counts = new Map(history.eventCounts({}).map(({ category, count }) => [category, count]));
  const entries = eventCategories.map((category) => [category, counts.get(category) ?? 0] as const);
  return Object.fromEntries(entries) as Record<EventCategory, number>;
}

function lastImport(reader: Reader): StatusLine['lastImport'] {
  const row = reader
    .prepare<[], { receipt: string }>(
      'SELECT receipt FROM import_run WHERE ended_at IS NOT NULL AND receipt IS NOT NULL ORDER BY id DESC LIMIT 1',
    )
    .get();
  if (!row) return null;
  const receipt = receiptSchema.parse(JSON.parse(row.receipt));
  const endedAt = receipt.endedAt === null ? null : new Date(receipt.endedAt * 1000).toISOString();
  return { ...lineOf(receipt.name, receipt), endedAt };
}

function inWords(status: StatusLine): string[] {
  const counted = new Intl.NumberFormat();
  const {
    profile,
    schemaVersion: _,
    types,
    lastImport: last,
    events,
    targets,
    daysToDerive: days,
    ...counts
  } = status;
  const lines = [profile];
  for (const [name, count] of Object.entries(counts)) lines.push(`  ${name}: ${counted.format(count)}`);
  lines.push(`  types: ${counted.format(Object.keys(types).length)}`);
  const derived = Object.values(events).reduce((sum, count) => sum + count, 0);
  lines.push(`  events: ${counted.format(derived)}`);
  if (days !== null && days > 0) lines.push(`  ${underivedInWords(days)}`);
  for (const target of targetIds) {
    const state = targets[target];
    if (state) lines.push(...targetInWords(target, state).map((line) => `  ${line}`));
  }
  lines.push(
    last ? `  last import: ${last.file}, ${last.state}, ${last.endedAt ?? ''}` : '  nothing imported yet',
  );
  return lines;
}
