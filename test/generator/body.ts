import type { Context } from './context.ts';
import { correlationTexts, memberRows } from './correlations.ts';
import type { DayPlan } from './day-plan.ts';
import { heartRows } from './heart-rows.ts';
import { appRows, phoneRows } from './other-rows.ts';
import { randomFor, whole } from './random.ts';
import { rareTexts, summaryTexts } from './rare-elements.ts';
import { RecordWriter } from './record-writer.ts';
import type { Row } from './rows.ts';
import { sleepRows } from './sleep-rows.ts';
import { toBuffer } from './text.ts';
import { watchRows } from './watch-rows.ts';
import { workoutTexts } from './workouts.ts';

/** Rows by type, as exports group them. */
function rowsByType(): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of [...heartRows, ...watchRows, ...phoneRows, ...appRows, ...sleepRows, ...memberRows]) {
    const group = groups.get(row.type);
    if (group) group.push(row);
    else groups.set(row.type, [row]);
  }
  return groups;
}

/** The top-level elements that a day adds, a string each. */
type DayTexts = (plan: DayPlan, context: Context) => string[];

function recordTexts(row: Row, context: Context): DayTexts {
  const id = `${row.type} ${row.source}`;
  const writer = new RecordWriter(context, id);
  return (plan) => {
    writer.begin(plan.day);
    row.emit(plan, randomFor(context.settings.personSeed, 'row', id, plan.day), writer, context);
    return writer.take();
  };
}

/** Everything that comes day by day, in the groups in which an export has it. */
export function dailyGroups(context: Context): DayTexts[][] {
  const groups: DayTexts[][] = [];
  for (const [type, rows] of rowsByType())
    if (context.wants(type)) groups.push(rows.map((row) => recordTexts(row, context)));
  if (context.wants('Correlation')) groups.push([correlationTexts]);
  if (context.wants('Workout')) groups.push([workoutTexts]);
  if (context.wants('ActivitySummary')) groups.push([summaryTexts]);
  return groups;
}

/** A group in random order: kept as buffers outside the heap, and given out element by element. */
function* shuffled(texts: Iterable<string[]>, context: Context, key: number): Generator<string> {
  const blocks: Buffer[] = [];
  const places: { block: number; from: number; to: number }[] = [];
  for (const day of texts) {
    let from = 0;
    for (const text of day) {
      places.push({ block: blocks.length, from, to: from + text.length });
      from += text.length;
    }
    blocks.push(toBuffer(day.join('')));
  }
  const random = randomFor(context.settings.seed, 'shuffle', key);
  for (let i = places.length - 1; i >= 0; i--) {
    const j = whole(random, 0, i);
    const place = places[j];
    const other = places[i];
    if (!place || !other) continue;
    places[j] = other;
    yield blocks[place.block]?.toString('latin1', place.from, place.to) ?? '';
  }
}

function* inOrder(group: readonly DayTexts[], context: Context): Generator<string[]> {
  for (const texts of group)
    for (let day = context.firstDay; day <= context.lastDay; day++) yield texts(context.plans(day), context);
}

/** All that stands between Me and the end of the root element. */
export function* bodyTexts(context: Context): Generator<string> {
  for (const [key, group] of dailyGroups(context).entries()) {
    if (context.settings.shuffle) yield* shuffled(inOrder(group, context), context, key);
    else for (const texts of inOrder(group, context)) yield texts.join('');
  }
  for (const texts of rareTexts(context)) yield texts.join('');
}
