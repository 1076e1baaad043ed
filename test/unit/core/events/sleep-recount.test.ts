import { describe, expect, it } from 'vitest';
import { type SleepEvents, sleepEvents } from '../../../../src/core/events/sleep-events.ts';
import { nightOf, type SleepSample, sleepStages } from '../../../../src/core/events/sleep-nights.ts';
import { zoneOf } from '../../../../src/core/events/zone.ts';
import { type Random, randomFor, whole } from '../../../generator/random.ts';

/** Every bound of a sample is on a step, so a count by steps is a count by seconds. */
const step = 600;
const day = 86_400;

/** Zones with a week around each change of their clocks in 2025, or any week. */
const weeks: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2025-03-27'],
  ['Europe/Berlin', '2025-10-23'],
  ['America/New_York', '2025-03-06'],
  ['America/New_York', '2025-10-30'],
  ['America/Santiago', '2025-04-03'],
  ['America/Santiago', '2025-09-04'],
  ['Australia/Lord_Howe', '2025-04-03'],
  ['Australia/Lord_Howe', '2025-10-02'],
  ['Africa/Cairo', '2025-04-22'],
  ['Africa/Cairo', '2025-10-28'],
  ['Pacific/Auckland', '2025-04-03'],
  ['Pacific/Auckland', '2025-09-25'],
  ['Asia/Tokyo', '2025-06-01'],
  ['Asia/Kolkata', '2025-06-01'],
  ['UTC', '2025-06-01'],
];

/** Nights, naps, time in bed, waking, entries by hand; now and then sleep that goes on for days. */
function someSleep(random: Random, from: number): SleepSample[] {
  const restless = random() < 0.15 ? 60 : 1;
  return Array.from({ length: whole(random, 1, 25) * (restless > 1 ? 3 : 1) }, () => {
    const isLong = random() < 0.3;
    const start = from + whole(random, 0, (5 * day) / step) * step;
    const steps = isLong ? whole(random, 24, 150) : whole(random, 0, 18);
    const stage = sleepStages[whole(random, 0, sleepStages.length - 1)] ?? 'core';
    const isByHand = random() < 0.1;
    return { source: whole(random, 1, 3), stage, isByHand, start, end: start + steps * step };
  });
}

const order = ['awake', 'deep', 'rem', 'core', 'unspecified'];

function decider(samples: readonly SleepSample[], at: number): SleepSample | null {
  const telling = samples.filter(({ stage, start, end }) => stage !== 'in_bed' && start <= at && at < end);
  const rank = ({ isByHand, source, stage, start, end }: SleepSample) =>
    [isByHand ? 0 : 1, source, order.indexOf(stage), start, end] as const;
  return (
    telling.toSorted(
      (a, b) =>
        rank(a)
          .map((each, i) => each - Number(rank(b)[i]))
          .find(Boolean) ?? 0,
    )[0] ?? null
  );
}

const known = new Map<string, string>();

/** Day of the night by the clock on the wall: before twelve it is the evening before. */
function plainNight(at: number, zone: string): string {
  const key = `${zone} ${at}`;
  const night = known.get(key) ?? nightOnTheWall(at, zone);
  known.set(key, night);
  return night;
}

function nightOnTheWall(at: number, timeZone: string): string {
  const form = { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const;
  const [date = '', time = ''] = new Date(at * 1000).toLocaleString('sv-SE', form).split(' ');
  const before = new Date(Date.parse(`${date}T00:00:00Z`) - (time < '12' ? day * 1000 : 0));
  return before.toISOString().slice(0, 10);
}

interface Recount {
  /** Seconds asleep by the night that is sent. */
  readonly sent: ReadonlyMap<string, number>;
  /** Day, and seconds asleep, of each session, in order. */
  readonly sessions: readonly (readonly [string, number])[];
}

function recount(samples: readonly SleepSample[], zone: string): Recount {
  const sent = new Map<string, number>();
  const chains: number[][] = [];
  const first = Math.min(...samples.map(({ start }) => start));
  const last = Math.max(...samples.map(({ end }) => end));
  for (let at = first; at < last; at += step) {
    const by = decider(samples, at);
    if (by === null || by.stage === 'awake') continue;
    const night = plainNight(by.end, zone);
    sent.set(night, (sent.get(night) ?? 0) + step);
    const chain = chains.at(-1);
    const behind = chain?.at(-1);
    if (chain && behind !== undefined && at - (behind + step) <= 2 * 3600) chain.push(at);
    else chains.push([at]);
  }
  const sessions = chains.flatMap((chain): [string, number][] => {
    const end = (chain.at(-1) ?? 0) + step;
    if (end - (chain[0] ?? 0) <= 25 * 3600) return [[plainNight(end, zone), chain.length * step]];
    const nights = chain.map((at) => plainNight(at, zone));
    return [...new Set(nights)].map((night) => [night, nights.filter((one) => one === night).length * step]);
  });
  for (const [night, seconds] of sent) if (seconds < 1800) sent.delete(night);
  return { sent, sessions };
}

const totalOf = ({ properties }: SleepEvents['events'][number]): number =>
  Number(properties['Total Sleep']?.value);

/** What History shows, in order of the sleep in it. */
function shown({ events, own, hidden }: SleepEvents): [string, number][] {
  return [...events.filter((event) => !hidden.includes(event.day)), ...own]
    .toSorted((a, b) => (a.end ?? 0) - (b.end ?? 0) || a.start - b.start)
    .map((event) => [event.day, totalOf(event)]);
}

const byDay = (a: readonly [string, number], b: readonly [string, number]): number =>
  a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1;

describe('random sleep', () => {
  it.each(weeks)('is what a plain recount says, every second of it: %s, %s', (zone, from) => {
    for (let round = 0; round < 8; round++) {
      const samples = someSleep(randomFor(7, zone, from, round), Date.parse(`${from}T00:00:00Z`) / 1000);
      const found = sleepEvents(samples, { first: 0, last: 40_000 }, zoneOf(zone), (source) => source);
      const wanted = recount(samples, zone);
      const about = `round ${round}`;
      expect(new Map(found.events.map((event) => [event.day, totalOf(event)])), about).toEqual(wanted.sent);
      expect(shown(found).sort(byDay), about).toEqual([...wanted.sessions].sort(byDay));
      expect(new Set(found.events.map(({ start }) => start)).size, about).toBe(found.events.length);
      // What is long enough for Trendy is sent in some night, unless its nights have too little each.
      for (const { sentDays } of found.own)
        for (const night of sentDays ?? []) expect(wanted.sent.has(night), about).toBe(true);
    }
  });

  it.each(weeks)('is the same from the days around each night as from all: %s, %s', (zone, from) => {
    const clock = zoneOf(zone);
    for (let round = 0; round < 5; round++) {
      const samples = someSleep(randomFor(8, zone, from, round), Date.parse(`${from}T00:00:00Z`) / 1000);
      const rankOf = (source: number) => source;
      const first = nightOf(Math.min(...samples.map(({ start }) => start)), clock) - 1;
      const last = nightOf(Math.max(...samples.map(({ end }) => end)), clock) + 1;
      const all = sleepEvents(samples, { first, last }, clock, rankOf);
      const pieces: SleepEvents = { events: [], own: [], hidden: [] };
      for (let night = first; night <= last; night++) {
        const [low, high] = [clock.noonOf(night - 4), clock.noonOf(night + 3)];
        const around = samples.filter(({ start, end }) => end >= low && start < high);
        const piece = sleepEvents(around, { first: night, last: night }, clock, rankOf);
        for (const key of ['events', 'own', 'hidden'] as const)
          (pieces[key] as unknown[]).push(...piece[key]);
      }
      const sorted = ({ events, own, hidden }: SleepEvents) => ({
        events,
        own: own.toSorted((a, b) => a.start - b.start),
        hidden,
      });
      expect(sorted(pieces), `round ${round}`).toEqual(sorted(all));
    }
  });
});
