import { createHistory } from '../../core/history/history.ts';
import { totalTime } from '../../shared/domain/figure-table.ts';
import type { Figure, Figures } from '../../shared/domain/figures.ts';
import { figureKindText, meanRules } from '../../shared/domain/mean-kind.ts';
import { filedValue } from '../../shared/domain/quantity-text.ts';
import { msPerDay, utcText } from '../../shared/time.ts';
import type { FiguresArguments, TimeBound } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openHistory } from './open-history.ts';
import type { Output } from './output.ts';
import { fullName, measuredText } from './records-command.ts';
import { UsageError } from './usage.ts';

const stillMaking =
  'Some days are still to be counted, so their figures aren’t up to date. The app continues counting.';

const uncounted = (count: number): string =>
  `No figures: ${count === 1 ? '1 record is' : `${count} records are`} in these days, but only records with a known value and a possible time count.`;

/** Lists the figures of one type as counted, oldest first. Errors: UsageError for bounds that aren't days, or hours of too many days. */
export async function runFigures(given: FiguresArguments, output: Output): Promise<ExitCode> {
  if (given.json && given.csv) throw new UsageError('give --json or --csv');
  const days = { from: dayOf(given.from, 'from'), to: dayOf(given.to, 'to') };
  if (given.by === 'hour' && !isShort(days))
    throw new UsageError('--by hour needs --from and --to, at most 8 days');
  const { reader } = await openHistory(given.profile, { makesFigures: true });
  try {
    const history = createHistory(reader);
    const type = fullName(history, given.type);
    const answer = { ...history.figures({ type, by: given.by, ...days, weekStart: 1 }), type };
    if (!answer.isCurrent) output.note(stillMaking);
    const print = given.json ? asJson : given.csv ? asCsv : asText;
    const lines = answer.figures.flatMap((figure) => print(figure, answer));
    if (given.csv) lines.unshift(csvHead(answer).join(','));
    if (lines.length > 0) await output.result(lines.join('\n'));
    const means = print === asText && lines.length > 0 ? meanRules(type, answer.aggregation) : [];
    if (means.length > 0) output.note(means.join(' '));
    if (answer.figures.length === 0) {
      const { count } = history.recordCount({ type, ...days });
      if (count > 0 && answer.isCurrent) output.note(uncounted(count));
    }
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

function dayOf(bound: TimeBound | undefined, name: string): string | undefined {
  if (bound?.kind === 'instant') throw new UsageError(`--${name}: give a day (2025-03-01)`);
  return bound?.day;
}

function isShort({
  from,
  to,
}: {
  readonly from: string | undefined;
  readonly to: string | undefined;
}): boolean {
  if (from === undefined || to === undefined) return false;
  return Date.parse(to) - Date.parse(from) < 8 * msPerDay;
}

interface Answer extends Figures {
  readonly type: string;
}

/** Numbers as stored: `%` is a fraction (README.md). */
function asJson({ start, end, ...figure }: Figure, { type, aggregation, unit }: Answer): string[] {
  const { day, ...others } = figure;
  const figureKind = figureKindText(type, aggregation);
  return [
    jsonLine('figures', {
      day,
      start: utcText(start),
      end: utcText(end),
      aggregation,
      figureKind,
      unit,
      ...others,
      total: totalTime({ type, aggregation }, figure),
    }),
  ];
}

const isCategory = ({ aggregation }: Figures): boolean => aggregation === 'time' || aggregation === 'count';

function csvHead(answer: Figures): readonly string[] {
  return isCategory(answer)
    ? ['day', 'start', 'end', 'days', 'value', 'seconds', 'count', 'total']
    : [
        'day',
        'start',
        'end',
        'days',
        'count',
        'unit',
        'sum',
        'mean',
        'lowest',
        'highest',
        'latest',
        'figure_kind',
      ];
}

/** One line per figure, or per value of a category; fields by RFC 4180. */
function asCsv(figure: Figure, answer: Answer): string[] {
  const { day, start, end, days, count, sum, mean, lowest, highest, latest, values } = figure;
  const place = [day, utcText(start), utcText(end), days];
  const amounts = [sum, mean, lowest, highest, latest].map((value) =>
    value === null ? null : filedValue(value, answer.unit),
  );
  const kind = figureKindText(answer.type, answer.aggregation);
  const lines = isCategory(answer)
    ? values.map(({ value, seconds, count: of }) => [...place, value, seconds, of, totalTime(answer, figure)])
    : [[...place, count, answer.unit, ...amounts, kind]];
  return lines.map((fields) => fields.map(csvField).join(','));
}

function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asText(figure: Figure, { type, unit, aggregation }: Answer): string[] {
  const { day, start, count, sum, mean, lowest, highest, values } = figure;
  const total = totalTime({ type, aggregation }, figure);
  const inUnit = (value: number) => measuredText(value, unit);
  const said =
    sum !== null
      ? [inUnit(sum)]
      : mean !== null
        ? [inUnit(mean), `(${[lowest, highest].map((value) => filedValue(value ?? 0, unit)).join(' to ')})`]
        : [
            ...(total === null ? [] : [`total ${total} s`]),
            ...values.map((one) =>
              aggregation === 'time' ? `${one.value} ${one.seconds} s` : `${one.value} ${one.count}`.trim(),
            ),
          ];
  const records = `${count} record${count === 1 ? '' : 's'}`;
  return [[day, utcText(start), ...said, records].join('  ')];
}
