import { parseArgs } from 'node:util';
import type { DoctypeKind, ExportOptions } from './options.ts';

export const usage = `node test/generator/main.ts --zip FILE | --out DIR [--size 300MB | --days N] [--seed N] [--end YYYY-MM-DD] [--extra-days N]
  same history, other form: [--pointers N] [--offset MIN] [--tz local] [--units metric|imperial] [--rename-watch NAME] [--shuffle] [--drop-old P]
    [--locale L] [--pre16] [--attribute-order modern|legacy] [--dup P] [--vt P] [--bad-utf8 P] [--only TYPE,TYPE]
  the file: [--dtd 11|12broken|13|14|none] [--name 导出.xml] [--no-utf8-flag] [--store] [--top FOLDER|none] [--finder] [--no-cda] [--no-me]
  somebody else: [--person 2]     for a demo: [--sample]`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const known = {
  zip: text,
  out: text,
  size: text,
  days: text,
  seed: text,
  end: text,
  'extra-days': text,
  dtd: text,
  name: text,
  'no-utf8-flag': flag,
  pointers: text,
  'rename-watch': text,
  dup: text,
  vt: text,
  'bad-utf8': text,
  'drop-old': text,
  locale: text,
  units: text,
  pre16: flag,
  store: flag,
  top: text,
  offset: text,
  tz: text,
  shuffle: flag,
  'attribute-order': text,
  person: text,
  'no-me': flag,
  finder: flag,
  'no-cda': flag,
  only: text,
  density: text,
  sample: flag,
} as const;

/** Bytes of `300MB`, `3GB`, `5000`; decimal, as disks count. */
export function parseSize(size: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)b?$/i.exec(size);
  if (!match) throw new RangeError(`not a size: ${size}`);
  const unit = { '': 1, k: 1e3, m: 1e6, g: 1e9 }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Math.round(Number(match[1]) * unit);
}

function numberIn(value: string, low: number, high: number): number {
  const number = Number(value);
  if (!(number >= low && number <= high))
    throw new RangeError(`not a number from ${low} to ${high}: ${value}`);
  return number;
}

function oneOf<T extends string>(value: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new RangeError(`${value} is none of ${choices.join(', ')}`);
  return choice;
}

const doctypes: readonly DoctypeKind[] = ['11', '12broken', '13', '14', 'none'];

/** Options from a command line. Throws on anything it does not know: a misspelt option must not make another file. */
export function parseArguments(argv: readonly string[]): ExportOptions & { readonly sample: boolean } {
  const { values: v } = parseArgs({ args: [...argv], options: known, strict: true, allowNegative: false });
  const natural = (value: string) => Math.floor(numberIn(value, 0, 1e9));
  return {
    sample: v.sample ?? false,
    utf8Flag: !v['no-utf8-flag'],
    me: !v['no-me'],
    cda: !v['no-cda'],
    pre16: v.pre16 ?? false,
    store: v.store ?? false,
    shuffle: v.shuffle ?? false,
    finder: v.finder ?? false,
    localDates: v.tz !== undefined && oneOf(v.tz, ['local', 'export']) === 'local',
    ...(v.zip !== undefined && { zip: v.zip }),
    ...(v.out !== undefined && { out: v.out }),
    ...(v.end !== undefined && { end: v.end }),
    ...(v.name !== undefined && { name: v.name }),
    ...(v.locale !== undefined && { locale: v.locale }),
    ...(v['rename-watch'] !== undefined && { watchName: v['rename-watch'] }),
    ...(v.top !== undefined && { top: v.top === 'none' ? '' : v.top }),
    ...(v.only !== undefined && { only: v.only.split(',') }),
    ...(v.size !== undefined && { size: parseSize(v.size) }),
    ...(v.days !== undefined && { days: natural(v.days) }),
    ...(v.seed !== undefined && { seed: natural(v.seed) }),
    ...(v.pointers !== undefined && { pointers: natural(v.pointers) }),
    ...(v['extra-days'] !== undefined && { extraDays: natural(v['extra-days']) }),
    ...(v.dup !== undefined && { duplicateShare: numberIn(v.dup, 0, 1) }),
    ...(v.vt !== undefined && { controlShare: numberIn(v.vt, 0, 1) }),
    ...(v['bad-utf8'] !== undefined && { badUtf8Share: numberIn(v['bad-utf8'], 0, 1) }),
    ...(v['drop-old'] !== undefined && { dropOldShare: numberIn(v['drop-old'], 0, 1) }),
    ...(v.density !== undefined && { density: numberIn(v.density, 0.01, 10) }),
    ...(v.offset !== undefined && { offsetMinutes: numberIn(v.offset, -840, 840) }),
    ...(v.dtd !== undefined && { doctype: oneOf(v.dtd, doctypes) }),
    ...(v.units !== undefined && { units: oneOf(v.units, ['metric', 'imperial']) }),
    ...(v['attribute-order'] !== undefined && {
      attributeOrder: oneOf(v['attribute-order'], ['modern', 'legacy']),
    }),
    ...(v.person !== undefined && { person: oneOf(v.person, ['1', '2']) === '1' ? 1 : 2 }),
  };
}
