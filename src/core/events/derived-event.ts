import { createHash } from 'node:crypto';
import type { EventProperties } from '../../shared/domain/event.ts';
import type { EventCategory } from '../../shared/domain/event-category.ts';
import { utcDate } from '../../shared/time.ts';

/**
 * Version of everything in this folder that decides the content of an event. Raise it with any change of the rules: stored
 * events of an older version are derived again in the background.
 */
export const rulesVersion = 5;

/** The contribution of one source to a daily figure, in the category's unit (count, kcal, seconds asleep). */
export interface BreakdownPart {
  /** Row id of `source`. */
  readonly source: number;
  /** Its plain sum. */
  readonly value: number;
  /** The part of it that counts. */
  readonly counted: number;
}

/** A health event as the records say it. Instants are UTC seconds, `day` is a local day YYYY-MM-DD of the home zone. */
export interface DerivedEvent {
  readonly category: EventCategory;
  readonly start: number;
  readonly end: number | null;
  readonly isAllDay: boolean;
  readonly notes: string;
  readonly sampleId: string;
  readonly properties: EventProperties;
  readonly day: string;
  /** Events of the same second that were counted into this one. */
  readonly merged: number;
  readonly breakdown: readonly BreakdownPart[] | null;
  /** Our own figure where it is not the one that is sent, in the unit of `breakdown`: divided at midnight. Null: as sent. */
  readonly figure?: number | null;
  /** Not for Trendy, because the phone creates no such event: only History shows it. */
  readonly isLocal?: boolean;
}

/** An event that History shows where Trendy gets something else, or nothing (README.md): a row of `own_event`, never sent. */
export interface OwnEvent extends DerivedEvent {
  readonly end: number;
  /** Sleep: days of the nights with events that represent it at Trendy, none for too little sleep. Null: the event of the same second does. */
  readonly sentDays: readonly string[] | null;
}

/** A row of `event`. */
export interface StoredEvent extends DerivedEvent {
  readonly id: number;
  /** Below the current one while a change of the rules, the zone or the sources is still being worked through. */
  readonly rulesVersion: number;
  readonly changedAt: number;
}

/**
 * The effect of a derivation on one event. `cause` rules: the home zone, the source priority or the rules changed, not the
 * records; updates to delivered events wait then until the user has seen how many (outbox/README, Waiting updates). `removals`: the
 * Health app no longer has a record of the day; they wait then when they are more than a handful.
 */
export interface EventChange {
  readonly kind: 'created' | 'changed' | 'deleted';
  /** As it is now; as it was for `deleted`. */
  readonly event: StoredEvent;
  readonly cause: 'records' | 'rules' | 'removals';
}

/**
 * Six decimals, and a number that is not `-0`: sums of the same samples read in another order differ in their last bits,
 * which must not look like a change. Far finer than anything Health prints (six significant digits).
 */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

const dailyPrefixes = { steps: 'steps', active_energy: 'activeEnergy', sleep: 'sleep' } as const;

/** The phone's own id of a day's or night's event: the UTC date of its local midnight (trendy/README §3.2, §3.4). */
export function dailySampleId(category: keyof typeof dailyPrefixes, midnight: number): string {
  return `${dailyPrefixes[category]}-${utcDate(midnight)}`;
}

/**
 * Our own id of a single sample's event, because exports carry no uuid (trendy/README §3.7). Of category, start, end and
 * activity, never the value: a later export may print the value differently. Only `[A-Za-z0-9-]`.
 */
export function ownSampleId(category: EventCategory, start: number, end: number, activity: string): string {
  const hash = createHash('sha256').update(`${category}|${start}|${end}|${activity}`).digest('hex');
  return `hkx-${category}-${hash.slice(0, 32)}`;
}
