import { endOfMonth, parseDate, startOfMonth } from '@internationalized/date';
import { type DatePhraseLocale, type DayRange, dayRangeOf } from '../../shared/domain/date-phrase.ts';
import { spacedDates } from '../../shared/domain/date-phrase-words.ts';
import { bareType, pressureType, typeLabel } from '../../shared/domain/type-label.ts';
import { workoutName } from '../../shared/domain/workout-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { t } from '../../shared/language.ts';
import { plainText } from '../../shared/lookup.ts';
import type { PageName } from '../../shared/page/page-names.ts';
import type { HistoryTab } from '../features/history/filters.ts';
import { sleepRanges, spanOf } from '../features/sleep/sleep-address.ts';
import { activityWords, placeWords, typeWords } from './find-words.ts';
import { pageTitles, tabNames } from './place-names.ts';

export type FindAct =
  | {
      readonly kind: 'go';
      readonly page: PageName;
      readonly query: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'sync' | 'export' | 'folder' };

/** One line of the palette. */
export interface Found {
  readonly id: string;
  readonly label: string;
  /** Next to the label: a count or a location. */
  readonly note: string;
  /** The type of the dot in front; null: no dot. */
  readonly mark: string | null;
  readonly act: FindAct;
}

export interface FoundSection {
  readonly name: string;
  readonly places: readonly Found[];
}

/** The searchable facts. */
export interface FindFacts extends DatePhraseLocale {
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly activities: readonly { readonly activity: string; readonly count: number }[];
  readonly pages: readonly PageName[];
  /** Tabs of History. */
  readonly tabs: readonly HistoryTab[];
  /** Day of the home zone, YYYY-MM-DD. */
  readonly today: string;
  readonly isDesktop: boolean;
  /** Why "Sync now" would send nothing: it then only leads to the Sync page. Null if it may. */
  readonly syncBarrier: ErrorCode | null;
  readonly countText: (count: number) => string;
}

/** Some days of a place: its query, and the days that it then shows. */
interface DatedView {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly shown: DayRange;
}

interface Candidate extends Found {
  readonly section: string;
  readonly words: string;
  /** null: a range of days doesn't apply to it. */
  readonly dated: ((range: DayRange, facts: Pick<FindFacts, 'today' | 'locale'>) => DatedView) | null;
}

interface Scored {
  readonly place: Found;
  readonly section: string;
  readonly score: number;
}

/** A list with a filter of days shows any range. */
const listed = (range: DayRange): DatedView => ({ query: { from: range.from, to: range.to }, shown: range });

/** How the tabs of History show days: one shows half a year at most, one a month, some read no days. */
const datedTabs: Readonly<Record<HistoryTab, Candidate['dated']>> = {
  events: listed,
  records: listed,
  workouts: listed,
  sleep(range, { today, locale }) {
    const { from, to = today } = range;
    // No evening is later than today's.
    const night = to > today && (from ?? '') <= today ? today : to;
    const spanIn = (name: (typeof sleepRanges)[number]) => spanOf(night, name, locale ?? 'en');
    const name =
      from === undefined ? 'month' : (sleepRanges.find((one) => spanIn(one).from <= from) ?? '6-months');
    const span = spanIn(name);
    const isWhole = from !== undefined && range.to !== undefined && span.from <= from && span.to >= range.to;
    return {
      query: { night, range: name },
      shown: isWhole ? range : { from: span.from, to: span.to },
    };
  },
  rings(range, { today }) {
    const { from, to } = range;
    const at = from ?? to ?? today;
    const month = parseDate(at);
    const last = endOfMonth(month).toString();
    const isWhole = from !== undefined && to !== undefined && to <= last;
    return { query: { at }, shown: isWhole ? range : { from: startOfMonth(month).toString(), to: last } };
  },
  heart: null,
  documents: null,
};

/** Maximum per section; typing more narrows the list. */
const shownAtOnce = 60;
const shownFound = 12;

/**
 * The places that match the text, in sections: the section with the best match first, and in each the best match first, then most records. A date
 * alone leads to the lists of those days; with a name, it narrows the results: `runs in May`, `steps last week`. Without text: all places, pages
 * first.
 */
export function findPlaces(text: string, facts: FindFacts): FoundSection[] {
  const asked = plainText(text);
  const candidates = candidatesOf(facts);
  if (asked === '')
    return sections(
      candidates.map((place) => ({ place, section: place.section, score: 0 })),
      shownAtOnce,
    );
  const found: Scored[] = candidates.map((place) => ({
    place,
    section: place.section,
    score: scoreOf(asked, place),
  }));
  const dated = splitDate(asked, facts);
  if (dated !== null && dated.subject === '') found.push(...listsOf(dated.range, facts));
  if (dated !== null && dated.subject !== '')
    for (const place of candidates) {
      const score = place.dated === null ? 0 : scoreOf(dated.subject, place);
      // Ranks above matches by letters alone, because both parts were understood.
      if (score > 0)
        found.push({ place: within(place, dated.range, facts), section: t('Dates'), score: score + 20 });
    }
  return sections(
    found.filter(({ score }) => score > 0),
    shownFound,
  );
}

function sections(found: readonly Scored[], most: number): FoundSection[] {
  const byName = Map.groupBy(found, ({ section }) => section);
  return [...byName]
    .map(([name, all]) => ({ name, places: all.toSorted((a, b) => b.score - a.score).slice(0, most) }))
    .toSorted((a, b) => (b.places[0]?.score ?? 0) - (a.places[0]?.score ?? 0))
    .map(({ name, places }) => ({ name, places: places.map(({ place }) => place) }));
}

function candidatesOf({
  types,
  activities,
  pages,
  tabs,
  isDesktop,
  syncBarrier,
  countText,
}: FindFacts): Candidate[] {
  const go = (page: PageName, query: Readonly<Record<string, string | undefined>> = {}): FindAct => ({
    kind: 'go',
    page,
    query,
  });
  const plain = { note: '', mark: null, dated: null };
  return [
    ...pages.map((page) => ({
      ...plain,
      id: `page ${page}`,
      section: t('Pages'),
      label: pageTitles[page],
      words: placeWords[page] ?? '',
      act: go(page),
    })),
    ...tabs.map((tab) => ({
      ...plain,
      id: `tab ${tab}`,
      section: t('Pages'),
      label: tabNames[tab],
      note: t('History'),
      words: placeWords[tab] ?? '',
      dated: datedTabs[tab],
      act: go('history', tab === 'records' ? {} : { tab }),
    })),
    ...actions(isDesktop, syncBarrier),
    // Both values of a blood pressure have one page.
    ...types
      .filter(({ type }) => type === pressureType)
      .map(({ type, count }) => ({
        id: 'pressure',
        section: t('Record types'),
        label: t('Blood pressure'),
        note: countText(count),
        mark: type,
        words: t('bp', {}, 'search'),
        dated: listed,
        act: go('history', { type }),
      })),
    ...types
      .filter(({ type }) => type !== pressureType)
      .map(({ type, count }) => ({
        id: type,
        section: t('Record types'),
        label: typeLabel(type),
        note: countText(count),
        mark: type,
        words: `${typeWords[bareType(type)] ?? ''} ${type}`,
        dated: listed,
        act: go('history', { type }),
      })),
    ...activities.map(({ activity, count }) => ({
      id: activity,
      section: t('Workouts'),
      label: workoutName(activity),
      note: countText(count),
      mark: 'HKWorkoutActivityType',
      words: `${activityWords[activity.replace(/^HKWorkoutActivityType/, '')] ?? ''} ${activity}`,
      dated: listed,
      act: go('history', { tab: 'workouts', activity }),
    })),
  ];
}

function actions(isDesktop: boolean, barrier: ErrorCode | null): Candidate[] {
  const action = (id: string, label: string, words: string, act: FindAct): Candidate => ({
    id: `act ${id}`,
    section: t('Actions'),
    label,
    note: '',
    mark: null,
    words,
    dated: null,
    act,
  });
  return [
    {
      ...action(
        'sync',
        t('Sync now'),
        t('send upload', {}, 'search'),
        barrier === null ? { kind: 'sync' } : { kind: 'go', page: 'sync', query: {} },
      ),
      note: barrier === null ? '' : textFor(barrier).title,
    },
    action('import', t('Import…'), t('add open zip file', {}, 'search'), {
      kind: 'go',
      page: 'import',
      query: {},
    }),
    action('export', t('Export…'), t('csv json save download', {}, 'search'), { kind: 'export' }),
    action('report', t('Print a report…'), t('pdf doctor paper', {}, 'search'), {
      kind: 'go',
      page: 'report',
      query: {},
    }),
    action('backup', t('Back up…'), t('save copy restore', {}, 'search'), {
      kind: 'go',
      page: 'settings',
      query: { at: 'backup' },
    }),
    ...(isDesktop
      ? [
          action('folder', t('Open the folder'), t('data profile files finder explorer', {}, 'search'), {
            kind: 'folder',
          }),
        ]
      : []),
  ];
}

/**
 * The score; 0: no match. Each typed word must begin a word of the label or one of the other words. The exact label scores highest, then its
 * beginning, then beginnings of its words, then other words, then letters inside.
 */
function scoreOf(asked: string, { label, words }: Pick<Candidate, 'label' | 'words'>): number {
  const plain = plainText(label).replace(/…$/, '');
  if (plain === asked) return 100;
  const others = plainText(words).split(' ');
  if (others.includes(asked)) return 85;
  if (plain.startsWith(asked)) return 90 - Math.min(9, (plain.length - asked.length) / 4);
  const own = plain.split(/[^\p{L}\p{N}]+/u);
  const parts = asked.split(' ');
  if (parts.every((part) => own.some((word) => word.startsWith(part)))) return 75;
  if (parts.every((part) => [...own, ...others].some((word) => word.startsWith(part)))) return 60;
  return plain.includes(asked) || others.some((word) => word.includes(asked)) ? 40 : 0;
}

interface Dated {
  readonly subject: string;
  readonly range: DayRange;
}

/** The longest date at the end, or else at the beginning, of the text, and the remaining text. */
function splitDate(asked: string, facts: FindFacts): Dated | null {
  const words = spacedDates(asked.replace(/['’]s\b/g, ''), facts.locale).split(' ');
  const dateIn = (part: readonly string[]) => dayRangeOf(part.join(' '), facts.today, facts);
  for (let at = 0; at < words.length; at += 1) {
    const range = dateIn(words.slice(at));
    if (range !== null) return { subject: words.slice(0, at).join(' '), range };
  }
  for (let at = words.length - 1; at > 0; at -= 1) {
    const range = dateIn(words.slice(0, at));
    if (range !== null) return { subject: words.slice(at).join(' '), range };
  }
  return null;
}

/** The lists of some days, the meaning of a date alone; ranked above everything except an identical name. */
function listsOf(range: DayRange, facts: FindFacts): Scored[] {
  return candidatesOf({ ...facts, types: [], activities: [], pages: [] })
    .filter(({ dated }) => dated !== null)
    .map((place, index) => ({ place: within(place, range, facts), section: t('Dates'), score: 99 - index }));
}

function within(place: Candidate, range: DayRange, facts: FindFacts): Found {
  const { id, label, mark, act } = place;
  const { query, shown } = (place.dated ?? listed)(range, facts);
  return {
    id: `${id} ${range.from ?? ''}/${range.to ?? ''}`,
    label: t('{place}, {days}', { place: label, days: daysText(shown, facts.locale) }),
    note: '',
    mark,
    act: act.kind === 'go' ? { ...act, query: { ...act.query, ...query } } : act,
  };
}

/** `5 Mar 2024`, `1 – 31 Mar 2024`, `since 1 Mar 2024`, `until 31 Mar 2024`. */
export function daysText({ from, to }: DayRange, locale: string | undefined): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  if (from !== undefined && to !== undefined) return format.formatRange(Date.parse(from), Date.parse(to));
  if (from !== undefined) return t('since {day}', { day: format.format(Date.parse(from)) });
  return to === undefined ? '' : t('until {day}', { day: format.format(Date.parse(to)) });
}
