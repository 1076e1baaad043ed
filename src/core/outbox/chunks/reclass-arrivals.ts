import { type RecordClass, recordClasses, recordClassOf } from '../../../shared/domain/record-class.ts';
import type { Writer } from '../../db/open.ts';
import { type ChunkRow, chunkRows, parseMembers } from './chunk-rows.ts';
import { alignRanges, type CursorRange, cutOut } from './cursor-ranges.ts';
import { insertRange, loadRanges } from './cursor-rows.ts';
import { requeueSending } from './recover-chunks.ts';
import { ChunkRanges, type FiniteRange, loseChunk, returnMembers } from './return-members.ts';

/** Setting (not one of the user's): the types that were withheld when arrivals were last classed, JSON [[name, class], …]. */
const settingKey = 'arrivals.withheld';

/** Ids first ≤ id < end of records of one type, in the class that they belong to. */
interface Rows {
  readonly first: number;
  readonly end: number;
  readonly class: string;
}

/** Seqs that arrived in the class `from` and belong to another one. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly nextSeq: number;
  readonly endSeq: number;
}

const family = `(${recordClasses.map((name) => `'${name}'`).join(', ')})`;

/**
 * Records that arrived before this version belong to the classes of this version, so types that are withheld now are withheld for
 * them too: their arrivals move, with each destination's pending part of them. Chunks that were cut but not sent are
 * cut again without them; chunks that may have been sent already wait for the user. One transaction before anything is sent; nothing
 * is written while the types that are withheld stay the same. `at`: UTC seconds.
 */
export function reclassArrivals(writer: Writer, at: number): void {
  writer
    .transaction(() => {
      const withheld = withheldTypes(writer);
      const before = storedTypes(writer);
      const classes = new Map<string, RecordClass>([...before].map(([name]) => [name, recordClassOf(name)]));
      for (const [name, type] of withheld) classes.set(name, type);
      const changed = [...classes].filter(([name, type]) => before.get(name) !== type);
      if (changed.length === 0) return;
      const moves = moveArrivals(writer, rowsOf(writer, changed));
      if (moves.length > 0) followMoves(writer, moves, at);
      writer
        .prepare<[string, string]>(
          'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        )
        .run(settingKey, JSON.stringify([...withheld]));
    })
    .immediate();
}

function withheldTypes(writer: Writer): Map<string, RecordClass> {
  const names = writer.prepare<[], string>('SELECT name FROM record_type ORDER BY name').pluck().all();
  const all = names.map((name) => [name, recordClassOf(name)] as const);
  return new Map(all.filter(([, type]) => type !== 'record'));
}

function storedTypes(writer: Writer): Map<string, string> {
  const text = writer
    .prepare<[string], string>('SELECT value FROM setting WHERE key = ?')
    .pluck()
    .get(settingKey);
  return new Map(text === undefined ? [] : (JSON.parse(text) as [string, string][]));
}

/** In order and disjoint; including removed rows, because the user may restore them. */
function rowsOf(writer: Writer, types: readonly (readonly [string, string])[]): Rows[] {
  const ids = writer
    .prepare<[string, string], number>(
      `SELECT id FROM record WHERE type = (SELECT id FROM record_type WHERE name = ?)
       UNION ALL SELECT id FROM removed_record WHERE type = (SELECT id FROM record_type WHERE name = ?) ORDER BY id`,
    )
    .pluck();
  const rows: { first: number; end: number; class: string }[] = [];
  for (const [name, type] of types) {
    for (const id of ids.iterate(name, name)) {
      const last = rows.at(-1);
      if (last?.end === id && last.class === type) last.end++;
      else rows.push({ first: id, end: id + 1, class: type });
    }
  }
  return rows.sort((a, b) => a.first - b.first);
}

/** Splits arrivals where their rows belong to different classes; every row keeps its seq. */
function moveArrivals(writer: Writer, rows: readonly Rows[]): Move[] {
  const arrivals = writer
    .prepare<[], { seq: number; run: number; class: string; first_row: number; row_count: number }>(
      `SELECT seq, run, class, first_row, row_count FROM arrival WHERE class IN ${family} ORDER BY seq`,
    )
    .all();
  const remove = writer.prepare<[number]>('DELETE FROM arrival WHERE seq = ?');
  const insert = writer.prepare<unknown[]>(
    'INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ?, ?, ?, ?)',
  );
  const moves: Move[] = [];
  for (const { seq, run, class: from, first_row, row_count } of arrivals) {
    const end = first_row + row_count;
    const parts: Rows[] = [];
    let at = first_row;
    for (let i = firstEndingAfter(rows, at); i < rows.length && (rows[i] as Rows).first < end; i++) {
      const { first, end: last, class: to } = rows[i] as Rows;
      if (first > at) parts.push({ first: at, end: first, class: from });
      parts.push({ first: Math.max(first, at), end: Math.min(last, end), class: to });
      at = Math.min(last, end);
    }
    if (parts.every((part) => part.class === from)) continue;
    if (at < end) parts.push({ first: at, end, class: from });
    remove.run(seq);
    for (const part of parts) {
      const nextSeq = seq + part.first - first_row;
      insert.run(nextSeq, run, part.class, part.first, part.end - part.first);
      if (part.class === from) continue;
      const move = { from, to: part.class, nextSeq, endSeq: nextSeq + part.end - part.first };
      const last = moves.at(-1);
      const isOneMove = last?.from === from && last.to === move.to && last.endSeq === nextSeq;
      if (isOneMove) moves[moves.length - 1] = { ...last, endSeq: move.endSeq };
      else moves.push(move);
    }
  }
  return moves;
}

/** Index of the first of `rows` that ends behind `id`. */
function firstEndingAfter(rows: readonly Rows[], id: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as Rows).end > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

function followMoves(writer: Writer, moves: readonly Move[], at: number): void {
  requeueSending(writer, at);
  const destinations = writer.prepare<[], number>('SELECT DISTINCT destination FROM cursor').pluck().all();
  for (const id of destinations) moveCursors(writer, id, moves);
  const ranges = new ChunkRanges(writer);
  const open = "state IN ('queued', 'waiting', 'uncertain', 'failed')";
  for (const chunk of chunkRows(writer, `WHERE ${open} AND class IN ${family}`)) {
    if (!carries(chunk, moves)) continue;
    if (chunk.mayBeStored) loseChunk(writer, chunk, true, at);
    else returnMembers(writer, chunk, ranges);
  }
}

/** A destination's pending part of the moved seqs stays pending, in their new class; it already had the rest. */
function moveCursors(writer: Writer, destination: number, moves: readonly Move[]): void {
  const before = loadRanges(writer, destination);
  let ranges: readonly CursorRange[] = alignRanges<CursorRange>(before, {
    kinds: new Set(recordClasses),
    fromDay: null,
  });
  const old = ranges;
  for (const { from, to, nextSeq, endSeq } of moves) {
    const all = { nextSeq, endSeq, fromDay: null, toDay: null, mayBeRepeated: 0 } as const;
    const left = cutOut(old, { ...all, class: from }).inside.map((range) => ({ ...range, class: to }));
    const { rest, inside } = cutOut(ranges, { ...all, class: to });
    if (!isWhole(left, all) || !isWhole(inside, all)) ranges = [...rest, ...left];
  }
  writer.prepare<[number]>('DELETE FROM cursor WHERE destination = ?').run(destination);
  for (const range of ranges) insertRange(writer, destination, range);
}

function isWhole(parts: readonly CursorRange[], all: Omit<FiniteRange, 'class'>): boolean {
  const [part] = parts;
  return (
    parts.length === 1 &&
    part?.nextSeq === all.nextSeq &&
    part.endSeq === all.endSeq &&
    part.fromDay === null &&
    part.toDay === null &&
    part.mayBeRepeated === 0
  );
}

function carries(chunk: ChunkRow, moves: readonly Move[]): boolean {
  return parseMembers(chunk.members).some(([, count, seq]) =>
    moves.some((move) => move.from === chunk.class && move.nextSeq < seq + count && move.endSeq > seq),
  );
}
