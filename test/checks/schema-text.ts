import { posix } from 'node:path';
import type { Migration } from '../../src/core/db/migrations/index.ts';
import { openWriter } from '../../src/core/db/open.ts';

/** A migration with the TypeScript file that it stands in: its comments are read from there. */
export interface MigrationSource extends Migration {
  /** Name of the file, as in `0001-history.ts`. */
  readonly file: string;
  readonly source: string;
}

interface SchemaRow {
  readonly type: 'table' | 'index' | 'trigger';
  readonly name: string;
  readonly tbl_name: string;
  /** As SQLite keeps it, comments and later columns included; null for what SQLite made by itself. */
  readonly sql: string | null;
}

const begin = '<!-- schema: written by test/checks/schema.ts -->';
const end = '<!-- end of the schema -->';

/** The document with the schema between its two marks made anew. Throws where a mark is missing or stands twice. */
export function withSchema(document: string, schema: string): string {
  const [before, rest, ...more] = document.split(begin);
  const [, after, ...others] = (rest ?? '').split(end);
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0)
    throw new Error(`The README needs the marks "${begin}" and "${end}" once each.`);
  return `${before}${begin}\n\n${schema}\n${end}${after}`;
}

/**
 * Markdown of the schema that the migrations make together: the list of migrations with the reason that each states, then
 * every table in the order of its making, with its comment, its SQL, its indices and its triggers.
 */
export function schemaText(migrations: readonly MigrationSource[]): string {
  const { rows, madeBy } = applied(migrations);
  const tables = rows.filter(({ type, sql }) => type === 'table' && sql !== null);
  const list = migrations.map(
    ({ version, slug, file, source }) =>
      `${version}. [\`${slug}\`](${posix.join('migrations', file)}): ${headComment(source)}`,
  );
  return [
    `Version ${migrations.at(-1)?.version ?? 0}, ${tables.length} tables.`,
    `### Migrations\n\n${list.join('\n')}`,
    ...tables.map((table) => tableText(table, rows, migrations, madeBy)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What SQLite holds after all of them, and which migration made each table. */
function applied(migrations: readonly MigrationSource[]) {
  const writer = openWriter(':memory:');
  const madeBy = new Map<string, number>();
  try {
    let rows: SchemaRow[] = [];
    for (const { version, sql } of migrations) {
      writer.exec(sql);
      rows = writer
        .prepare<[], SchemaRow>(
          `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid`,
        )
        .all();
      for (const { type, name } of rows) if (type === 'table' && !madeBy.has(name)) madeBy.set(name, version);
    }
    return { rows, madeBy };
  } finally {
    writer.close();
  }
}

function tableText(
  { name, sql }: SchemaRow,
  rows: readonly SchemaRow[],
  migrations: readonly MigrationSource[],
  madeBy: ReadonlyMap<string, number>,
): string {
  const made = madeBy.get(name) ?? 0;
  const comment = commentAbove(name, migrations.find(({ version }) => version === made)?.sql ?? '');
  const own = rows.filter(({ tbl_name }) => tbl_name === name);
  const indices = own.filter(({ type }) => type === 'index').flatMap((index) => index.sql ?? []);
  const triggers = own.filter(({ type }) => type === 'trigger').map((trigger) => `\`${trigger.name}\``);
  const parts = [`### ${name}`, `${comment === '' ? '' : `${comment} `}Since migration ${made}.`];
  parts.push(`\`\`\`sql\n${[sql, ...indices].map((text) => `${text};`).join('\n')}\n\`\`\``);
  if (triggers.length > 0) parts.push(`Triggers: ${triggers.join(', ')}.`);
  return parts.join('\n\n');
}

/** The `--` lines directly above the statement that makes a table, as one sentence or more. */
function commentAbove(table: string, sql: string): string {
  const lines = sql.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`CREATE TABLE ${table} `));
  let first = at;
  while (first > 0 && lines[first - 1]?.startsWith('-- ')) first -= 1;
  return lines
    .slice(first, Math.max(at, 0))
    .map((line) => line.slice(3).trim())
    .join(' ');
}

/** The first block comment of a file as one line. Throws without one: a migration says why it is. */
function headComment(source: string): string {
  const text = /\/\*\*([\s\S]*?)\*\//.exec(source)?.[1];
  if (text === undefined) throw new Error('A migration begins with a comment that says why it is.');
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .filter((line) => line !== '')
    .join(' ');
}
