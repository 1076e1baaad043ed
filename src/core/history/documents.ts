import { z } from 'zod';
import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import {
  type DocumentGroup,
  type DocumentRow,
  documentSections,
  sectionOfType,
} from '../../shared/domain/documents.ts';
import type { RecordRow } from '../../shared/domain/history.ts';
import { metadataSchema } from '../../shared/domain/workout.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { createClinicalIndex } from './clinical-index.ts';
import { type NewestQuery, newestPage } from './merge-keys.ts';
import { createRecordRows, listFrom, membersSchema } from './record-rows.ts';

type Input = ParsedInput<'history.documentsPage'>;
type Output = CallOutput<'history.documentsPage'>;

const clinicalPrefix = 'clinical:';

/** Items still in the Health app and items no longer there are in separate tables. */
const tables = <T extends string>(table: T) => [table, `removed_${table}`] as const;
const stateIn = (table: string) => (table.startsWith('removed_') ? 'state' : 'NULL');

interface Count {
  readonly name: string;
  readonly count: number;
}

/**
 * The groups of documents: clinical records by the export's type, audiograms, prescriptions, records about a moment (State of Mind, doses, symptoms,
 * cycle, assessments), and correlations that are no longer in the Health app. Other correlations are listed with their records.
 */
export function createDocumentGroups(reader: Reader): () => DocumentGroup[] {
  const counts = (sql: (table: string) => string, table: string) =>
    tables(table).map((name) => reader.prepare<[], Count>(sql(name)));
  const clinical = counts(
    (table) => `SELECT type AS name, count(*) AS count FROM ${table} GROUP BY 1`,
    'clinical',
  );
  const documents = counts(
    (table) => `SELECT class AS name, count(*) AS count FROM ${table} GROUP BY 1`,
    'document',
  );
  const named = 'JOIN record_type ON record_type.id = type';
  const correlations = counts(
    (table) => `SELECT record_type.name, count(*) AS count FROM ${table} ${named} GROUP BY 1`,
    'correlation',
  );
  const records = reader.prepare<[], Count>(
    `SELECT name, CAST(total(count) AS INTEGER) AS count FROM record_summary ${named} GROUP BY 1`,
  );
  // One lookup per type id: there may be many removed records, but only about a hundred types.
  const removedRecords = reader.prepare<[], Count>(
    `SELECT name, (SELECT count(*) FROM removed_record INDEXED BY removed_record_identity WHERE type = record_type.id) AS count
     FROM record_type`,
  );

  function groups(
    statements: readonly { all(): Count[] }[],
    of: (name: string) => Omit<DocumentGroup, 'count' | 'removed'> | null,
  ) {
    const found = new Map<string, DocumentGroup>();
    for (const [index, statement] of statements.entries()) {
      for (const { name, count } of statement.all()) {
        const group = of(name);
        if (group === null || count === 0) continue;
        const { count: kept, removed } = found.get(name) ?? { count: 0, removed: 0 };
        found.set(name, {
          ...group,
          count: index === 0 ? count : kept,
          removed: index === 0 ? removed : count,
        });
      }
    }
    return [...found.values()];
  }

  return () =>
    [
      ...groups(clinical, (name) => ({ group: `${clinicalPrefix}${name}`, section: 'clinical' })),
      ...groups(documents, (name) => ({ group: name, section: name === 'vision' ? 'vision' : 'hearing' })),
      ...groups([records, removedRecords], (name) => {
        const section = sectionOfType(name);
        return section === null ? null : { group: name, section };
      }),
      ...groups(correlations, (name) => ({ group: name, section: 'correlations' })).filter(
        ({ removed }) => removed > 0,
      ),
    ].sort(
      (a, b) =>
        documentSections.indexOf(a.section) - documentSections.indexOf(b.section) ||
        b.count + b.removed - a.count - a.removed ||
        (a.group < b.group ? -1 : 1),
    );
}

/** The kind of all rows of a group (`documentGroupSchema`). */
export function kindOfGroup(group: string): DocumentRow['kind'] {
  if (group.startsWith(clinicalPrefix)) return 'clinical';
  if (group === 'audiogram' || group === 'vision') return group;
  return group.startsWith('HKCorrelation') ? 'correlation' : 'record';
}

/** Documents of one group, newest first. Errors: request.invalid for a cursor that is not ours. */
export function createDocumentsPage(reader: Reader): (input: Input) => Output {
  const clinical = tables('clinical').map((table) => createClinicalIndex(reader, table));
  const documents = createDocumentList(reader);
  const records = createRecordList(reader);
  const correlations = createCorrelationList(reader);
  return (input) => {
    const { group } = input;
    const kind = kindOfGroup(group);
    const place = input.isRemoved === true ? 1 : 0;
    if (kind === 'clinical') {
      const entries = clinical[place]?.(group.slice(clinicalPrefix.length)) ?? [];
      const page = newestPage('documents', input, ({ low, high, id, limit }) => {
        const isBehind = (start: number, other: number) =>
          start >= low && start <= high && (start < high || other < id);
        const from = entries.findIndex((entry) => isBehind(entry.start, entry.id));
        return from === -1 ? [] : entries.slice(from, from + limit);
      });
      return { rows: page.rows.map((entry) => ({ ...entry, kind: 'clinical' })), next: page.next };
    }
    if (kind === 'audiogram' || kind === 'vision') return documents(place, kind, input);
    return kind === 'correlation' ? correlations(place, group, input) : records(place, group, input);
  };
}

/** An element as the import stores it (core/import/reader/items.ts): instants are UTC seconds, everything else is as printed. */
export interface StoredElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly StoredElement[];
}

const elementSchema: z.ZodType<StoredElement> = z.object({
  name: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number()])),
  get children() {
    return z.array(elementSchema);
  },
});

/** Errors: profile.damaged. */
export function elementFrom(content: string): StoredElement {
  try {
    return elementSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new CodedError('profile.damaged', { reason: 'json' }, { cause: error });
  }
}

export const childrenNamed = (element: StoredElement, name: string): StoredElement[] =>
  element.children.filter((child) => child.name === name);

interface StoredDocument {
  readonly id: number;
  readonly start: number;
  readonly source: string;
  readonly content: string;
  readonly removed: RecordRow['removed'];
}

function createDocumentList(reader: Reader) {
  const statements = tables('document').map((table) =>
    reader.prepare<NewestQuery & { class: string }, StoredDocument>(
      `SELECT document.id, start, source.name AS source, content, ${stateIn(table)} AS removed
       FROM ${table} AS document JOIN source ON source.id = document.source
       WHERE class = @class AND start BETWEEN @low AND @high AND (start < @high OR document.id < @id)
       ORDER BY start DESC, document.id DESC LIMIT @limit`,
    ),
  );
  return (place: number, group: 'audiogram' | 'vision', input: Input): Output => {
    const { rows, next } = newestPage(
      'documents',
      input,
      (query) => statements[place]?.all({ ...query, class: group }) ?? [],
    );
    return { rows: rows.map((row) => documentRow(group, row)), next };
  };
}

function documentRow(kind: 'audiogram' | 'vision', { content, ...row }: StoredDocument): DocumentRow {
  const element = elementFrom(content);
  if (kind === 'audiogram')
    return { ...row, kind, frequencies: childrenNamed(element, 'SensitivityPoint').length };
  const { type, expirationDate } = element.attributes;
  return {
    ...row,
    kind,
    type: type === undefined ? null : String(type),
    expiresAt: typeof expirationDate === 'number' ? expirationDate : null,
  };
}

interface RecordKey {
  readonly id: number;
  readonly start: number;
  readonly metadata: string | null;
}

function createRecordList(reader: Reader) {
  const statements = tables('record').map((table) =>
    reader.prepare<NewestQuery & { type: string }, RecordKey>(
      `SELECT id, start, metadata FROM ${table} INDEXED BY ${table}_identity
       WHERE type = (SELECT id FROM record_type WHERE name = @type) AND start BETWEEN @low AND @high
         AND (start < @high OR id < @id)
       ORDER BY start DESC, id DESC LIMIT @limit`,
    ),
  );
  const rowOf = createRecordRows(reader);
  return (place: number, type: string, input: Input): Output => {
    const page = newestPage('documents', input, (query) => statements[place]?.all({ ...query, type }) ?? []);
    const rows = page.rows.flatMap(({ id, metadata }): DocumentRow[] => {
      const row = rowOf(id);
      return row === null ? [] : [{ ...row, kind: 'record', metadata: listFrom(metadataSchema, metadata) }];
    });
    return { rows, next: page.next };
  };
}

interface StoredCorrelation {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly source: string;
  readonly members: string;
  readonly removed: RecordRow['removed'];
}

/** A meal has a few dozen members; of more, only the first are shown. */
const maxMembers = 60;

function createCorrelationList(reader: Reader) {
  const statements = tables('correlation').map((table) =>
    reader.prepare<NewestQuery & { type: string }, StoredCorrelation>(
      `SELECT correlation.id, start, "end", @type AS type, source.name AS source, members, ${stateIn(table)} AS removed
       FROM ${table} AS correlation JOIN source ON source.id = correlation.source
       WHERE type = (SELECT id FROM record_type WHERE name = @type) AND start BETWEEN @low AND @high
         AND (start < @high OR correlation.id < @id)
       ORDER BY start DESC, correlation.id DESC LIMIT @limit`,
    ),
  );
  const rowOf = createRecordRows(reader);
  return (place: number, type: string, input: Input): Output => {
    const page = newestPage('documents', input, (query) => statements[place]?.all({ ...query, type }) ?? []);
    const rows = page.rows.map(
      (row): DocumentRow => ({
        ...row,
        kind: 'correlation',
        members: listFrom(membersSchema, row.members)
          .slice(0, maxMembers)
          .flatMap((id) => rowOf(id) ?? []),
      }),
    );
    return { rows, next: page.next };
  };
}
