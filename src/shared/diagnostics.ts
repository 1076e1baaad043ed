import type { DataState } from './contract/app.ts';
import type { Receipt } from './domain/receipt.ts';
import type { SyncOverview } from './domain/sync.ts';
import type { CallAnswerer } from './gateway.ts';

export interface DiagnosticFacts {
  readonly version: string;
  readonly host: 'electron' | 'web';
  /** Operating system, its release, and the processor type. */
  readonly system: string;
  /** Versions of the runtime's components, by name. */
  readonly runtime: Readonly<Record<string, string>>;
  readonly dataState: DataState;
  /** Null while the data program doesn't answer. */
  readonly sync: SyncOverview | null;
  /** The latest runs; null as above. */
  readonly imports: readonly Receipt[] | null;
  /** Rows by table, `isMore` for at least as many; null as above. */
  readonly database: {
    readonly schema: number;
    readonly tables: readonly { readonly name: string; readonly rows: number; readonly isMore: boolean }[];
  } | null;
  /** The last lines of the logs, each checked again against their allow-list (core/log/log-file.ts). */
  readonly logLines: readonly string[];
}

/** Facts that a host knows without the data program. */
export type OwnFacts = Omit<DiagnosticFacts, 'sync' | 'imports'>;

const importsShown = 5;

/** Asks the data program for its facts and writes the report. Never throws; the report notes anything that didn't answer. */
export async function askDiagnostics(data: CallAnswerer, own: OwnFacts): Promise<string> {
  const [sync, imports] = await Promise.all([
    data.call('sync.overview', {}),
    data.call('import.receipts', { limit: importsShown }),
  ]);
  return diagnosticsText({
    ...own,
    sync: sync.ok ? (sync.value as SyncOverview) : null,
    imports: imports.ok ? (imports.value as Receipt[]) : null,
  });
}

/**
 * Facts for a bug report, as lines of text. An allow-list: versions, states, codes, counts of items,
 * and milliseconds. No name, address, account, path, or sample date or value.
 */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { version, host, system, runtime, dataState, sync, imports, database, logLines } = facts;
  const lines = [
    `Health Relay ${version}, ${host === 'electron' ? 'desktop app' : 'in a browser'}`,
    `System: ${system}`,
    ...Object.entries(runtime).map(([name, value]) => `${name}: ${value}`),
    `Data program: ${withCode(dataState.state, dataState.code)}`,
    ...(sync === null ? ['Sync: no answer'] : syncLines(sync)),
    ...(imports === null ? ['Imports: no answer'] : imports.map(importLine)),
    ...(database === null ? ['Database: no answer'] : databaseLines(database)),
    `Log, last lines: ${logLines.length}`,
    ...logLines,
  ];
  return `${lines.join('\n')}\n`;
}

function syncLines(sync: SyncOverview): string[] {
  const days = sync.daysToDerive ?? 'unknown until the home zone is confirmed';
  const daysToDerive = withCode(String(days), sync.derivationCode);
  return [
    `Sync: pending ${sync.pending}, failed ${sync.failed}, uncertain ${sync.uncertain}, days to derive ${daysToDerive}`,
    ...sync.destinations.map((card) => {
      const counts = `pending ${card.pending}, waiting ${card.waiting}, failed ${card.failed}, uncertain ${card.uncertain}, delivered ${card.delivered}, held ${card.held}, incomplete ${card.incomplete}`;
      const codes = [card.pausedBy, card.warning, card.question].filter((code) => code !== null).join(' ');
      const use = card.isCurrent ? (card.isEnabled ? 'on' : 'off') : 'earlier';
      return `  ${card.target} (${use}, ${withCode(card.phase, codes)}): ${counts}`;
    }),
  ];
}

function databaseLines({ schema, tables }: NonNullable<DiagnosticFacts['database']>): string[] {
  const filled = tables
    .filter(({ rows }) => rows > 0)
    .map(({ name, rows, isMore }) => `${name} ${rows}${isMore ? '+' : ''}`);
  return [`Database: schema ${schema}`, `  ${filled.join(', ') || 'empty'}`];
}

function importLine(receipt: Receipt): string {
  const { read, added, skipped } = receipt.records;
  const problems = receipt.problems.map(({ code, count }) => `${code} ${count}`).join(', ');
  const counts = `read ${read}, added ${added}, skipped ${skipped}, ${Math.round(receipt.seconds * 1000)} ms`;
  const kind = receipt.kind ?? 'unknown';
  return `Import (${kind}, ${withCode(receipt.state, receipt.code)}): ${counts}${problems === '' ? '' : `; ${problems}`}`;
}

function withCode(state: string, code: string | null): string {
  return code === null || code === '' ? state : `${state} ${code}`;
}
