import { z } from 'zod';
import { type Consent, consentSchema, type FileFormat, type TargetId } from '../../shared/domain/sync.ts';
import { dayNumber } from '../../shared/time.ts';
import type { Writer } from '../db/open.ts';
import type { Destination } from './target.ts';

export interface DestinationRow {
  readonly id: number;
  readonly target: TargetId;
  readonly base_url: string;
  readonly dataset: string;
  readonly branch: string;
  readonly account: string;
  readonly is_current: number;
  readonly is_enabled: number;
  readonly consent: string | null;
  readonly paused_by_person: number;
  readonly not_before_ms: number | null;
  readonly not_before_code: string | null;
  readonly failures: number;
  readonly state: string;
  readonly last_success_at: number | null;
}

export interface Address {
  readonly baseUrl: string;
  readonly dataset: string;
  readonly branch: string;
  readonly account: string;
}

/** The same server, dataset and branch; the account may differ. */
export function isAt(row: DestinationRow, { baseUrl, dataset, branch }: Omit<Address, 'account'>): boolean {
  return row.base_url === baseUrl && row.dataset === dataset && row.branch === branch;
}

export function consentOf(row: DestinationRow): Consent | null {
  return row.consent === null ? null : consentSchema.parse(JSON.parse(row.consent));
}

const stateSchema = z.record(z.string(), z.unknown());

function isReadable(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}

/** First UTC day of a consent's scope, days since 1970. */
export function fromDayOf(startDay: string | null): number | null {
  return startDay === null ? null : dayNumber(startDay);
}

export function toDestination(row: DestinationRow): Destination {
  const consent = consentOf(row);
  return {
    id: row.id,
    target: row.target,
    baseUrl: row.base_url,
    dataset: row.dataset,
    branch: row.branch,
    account: row.account,
    kinds: new Set(consent?.kinds ?? []),
    fromDay: fromDayOf(consent?.startDay ?? null),
    failures: row.failures,
    state: JSON.parse(row.state) as Record<string, unknown>,
  };
}

/** The table `destination`. A target has one current destination; the others keep their ledger and stay paused. */
export class DestinationStore {
  readonly #writer: Writer;
  readonly #releases = new Map<number, number>();

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Several changes as one. */
  inTransaction(body: () => void): void {
    this.#writer.transaction(body)();
  }

  all(): DestinationRow[] {
    return this.#writer
      .prepare<[], DestinationRow>(
        'SELECT * FROM destination WHERE is_current >= 0 ORDER BY is_current DESC, id',
      )
      .all();
  }

  /**
   * Turns off each destination whose consent or state cannot be read: nothing counts as agreed to, the delivered data stays recorded, and
   * the text is kept in the state. No other code has to expect one. `format`: of the files at Foundry, which the state held. Gives
   * their ids.
   */
  turnOffUnreadable(format: FileFormat): number[] {
    const save = this.#writer.prepare<[string, string | null, number]>(
      'UPDATE destination SET is_enabled = 0, state = ?, consent = ? WHERE id = ?',
    );
    const nothingAgreed: Consent = { kinds: [], startDay: null, at: 0 };
    const rows = this.#writer.prepare<[], DestinationRow>('SELECT * FROM destination').all();
    const found: number[] = [];
    for (const row of rows) {
      const isStateGood = isReadable(() => stateSchema.parse(JSON.parse(row.state)));
      const isConsentGood = isReadable(() => consentOf(row));
      if (isStateGood && isConsentGood) continue;
      // It is no longer known whether updates waited for the user: they wait.
      const fresh = row.target === 'trendy' ? { updatesWait: true, updatesBy: ['rules'] } : { format };
      const state = isStateGood ? stateSchema.parse(JSON.parse(row.state)) : fresh;
      const unreadable = {
        state: isStateGood ? null : row.state,
        consent: isConsentGood ? null : row.consent,
      };
      const consent = isConsentGood ? row.consent : JSON.stringify(nothingAgreed);
      save.run(JSON.stringify({ ...state, unreadable }), consent, row.id);
      found.push(row.id);
    }
    return found;
  }

  row(id: number): DestinationRow | null {
    return (
      this.#writer
        .prepare<[number], DestinationRow>('SELECT * FROM destination WHERE id = ? AND is_current >= 0')
        .get(id) ?? null
    );
  }

  /** With the scope that is agreed to now; null while its target is off. */
  whileOn(id: number): Destination | null {
    const row = this.row(id);
    return row?.is_enabled === 1 ? toDestination(row) : null;
  }

  current(target: TargetId): DestinationRow | null {
    return (
      this.#writer
        .prepare<[string], DestinationRow>('SELECT * FROM destination WHERE target = ? AND is_current = 1')
        .get(target) ?? null
    );
  }

  /** Makes the destination at this address the target's current one, new with nothing delivered when it was never used. */
  makeCurrent(target: TargetId, { baseUrl, dataset, branch, account }: Address): DestinationRow {
    return this.#writer.transaction(() => {
      this.#writer
        .prepare<[string]>('UPDATE destination SET is_current = 0 WHERE target = ? AND is_current = 1')
        .run(target);
      this.#writer
        .prepare<unknown[]>(
          `INSERT INTO destination (target, base_url, dataset, branch, account, is_current, is_enabled) VALUES (?, ?, ?, ?, ?, 1, 0)
           ON CONFLICT DO UPDATE SET is_current = 1`,
        )
        .run(target, baseUrl, dataset, branch, account);
      this.#dropNeverAgreed(target);
      return this.current(target) as DestinationRow;
    })();
  }

  /** A request is about to be sent there with someone's token. */
  markUsed(id: number): void {
    this.#writer
      .prepare<[number]>(
        "UPDATE destination SET state = json_set(state, '$.isUsed', json('true')) WHERE id = ? AND state -> '$.isUsed' IS NULL",
      )
      .run(id);
  }

  /**
   * Nothing has gone from here, and nothing of there was read: no account has a part in it yet. Bytes that were cut carry the
   * account's name, so they count.
   */
  isUntouched(id: number): boolean {
    const found = this.#writer
      .prepare<unknown[], number>(
        `SELECT EXISTS (SELECT 1 FROM chunk WHERE destination = :id)
           OR EXISTS (SELECT 1 FROM mutation WHERE destination = :id AND (tries > 0 OR state IN ('sending','delivered','uncertain')))
           OR EXISTS (SELECT 1 FROM far_event WHERE destination IN (:id, -:id))
           OR EXISTS (SELECT 1 FROM far_type WHERE destination = :id)
           OR EXISTS (SELECT 1 FROM destination WHERE id = :id AND
                (state -> '$.isUsed' IS NOT NULL OR json_extract(state, '$.cursor') IS NOT NULL))`,
      )
      .pluck()
      .get({ id });
    return found === 0;
  }

  /** The form of the files that were cut for this place, by any account; null while there are none. */
  fixedFormat({ target, base_url, dataset, branch }: DestinationRow): FileFormat | null {
    return (
      this.#writer
        .prepare<unknown[], FileFormat>(
          `SELECT coalesce(state ->> '$.format', 'ndjson') FROM destination
           WHERE target = ? AND base_url = ? AND dataset = ? AND branch = ?
             AND EXISTS (SELECT 1 FROM chunk WHERE chunk.destination = destination.id) ORDER BY id LIMIT 1`,
        )
        .pluck()
        .get(target, base_url, dataset, branch) ?? null
    );
  }

  /** The destination that took this one's samples over, as another route to the same dataset (chunks/carry-cursors.ts). */
  goesBy({ state }: DestinationRow): number | null {
    const { goesBy } = JSON.parse(state) as { readonly goesBy?: number };
    if (goesBy === undefined) return null;
    // Also while it is being removed: its deliveries are handed back only then.
    const find = this.#writer.prepare<[number], number>('SELECT id FROM destination WHERE id = ?').pluck();
    return find.get(goesBy) ?? null;
  }

  /** Assigns a destination without a known account to the first account that signs in, unless that account has its own already. */
  adopt(id: number, account: string): void {
    this.#writer
      .prepare<[string, number]>("UPDATE OR IGNORE destination SET account = ? WHERE id = ? AND account = ''")
      .run(account, id);
  }

  /** The target no longer has an address. */
  dropCurrent(target: TargetId): void {
    this.#writer
      .prepare<[string]>('UPDATE destination SET is_current = 0 WHERE target = ? AND is_current = 1')
      .run(target);
    this.#dropNeverAgreed(target);
  }

  /** An address on the way to another one: nothing was ever agreed to there, so nothing can be lost with it. */
  #dropNeverAgreed(target: TargetId): void {
    const ids = this.#writer
      .prepare<[string], number>(
        'SELECT id FROM destination WHERE target = ? AND is_current = 0 AND consent IS NULL',
      )
      .pluck()
      .all(target);
    for (const id of ids) this.remove(id);
  }

  /** A pause set by the user stays until the user ends it. */
  enable(id: number, consent: Consent): void {
    this.#writer
      .prepare<[string, number]>('UPDATE destination SET is_enabled = 1, consent = ? WHERE id = ?')
      .run(JSON.stringify(consent), id);
  }

  disable(id: number): void {
    this.#writer.prepare<[number]>('UPDATE destination SET is_enabled = 0 WHERE id = ?').run(id);
  }

  pauseByPerson(id: number, isPaused: boolean): void {
    this.#writer
      .prepare<[number, number]>('UPDATE destination SET paused_by_person = ? WHERE id = ?')
      .run(isPaused ? 1 : 0, id);
  }

  /** The whole destination waits; `code` null clears it. */
  hold(id: number, code: string | null, untilMs: number | null): void {
    this.#writer
      .prepare<[string | null, number | null, number]>(
        'UPDATE destination SET not_before_code = ?, not_before_ms = ? WHERE id = ?',
      )
      .run(code, untilMs, id);
  }

  /**
   * The wait ends: the user wants a retry, or its cause may be fixed (a token, an address, a network). A rate limit is kept. A request in
   * progress may still fail for the fixed cause: `releases` tells its loop.
   */
  release(id: number): void {
    this.#releases.set(id, this.releases(id) + 1);
    if (this.row(id)?.not_before_code !== 'sync.rate_limited') this.hold(id, null, null);
  }

  /** How often the wait was ended since this program began. */
  releases(id: number): number {
    return this.#releases.get(id) ?? 0;
  }

  countFailure(id: number): void {
    this.#writer.prepare<[number]>('UPDATE destination SET failures = failures + 1 WHERE id = ?').run(id);
  }

  succeeded(id: number, at: number): void {
    this.#writer
      .prepare<[number, number]>('UPDATE destination SET failures = 0, last_success_at = ? WHERE id = ?')
      .run(at, id);
  }

  saveState(id: number, patch: Readonly<Record<string, unknown>>): void {
    patchState(this.#writer, id, patch);
  }

  /**
   * Detaches the destination: it is no longer listed, and its address may be used again at once by a new row with nothing
   * delivered (its own name no longer blocks that row). `remove` finishes the removal.
   */
  beginRemoval(id: number): void {
    this.#writer
      .prepare<[number]>(
        `UPDATE destination SET is_current = -1, is_enabled = 0, branch = branch || ' removed ' || id
         WHERE id = ? AND is_current >= 0`,
      )
      .run(id);
  }

  beingRemoved(): number[] {
    return this.#writer.prepare<[], number>('SELECT id FROM destination WHERE is_current < 0').pluck().all();
  }

  /** Drops a destination with its queue and ledger. The caller removes its spool files first. */
  remove(id: number): void {
    this.#writer.transaction(() => {
      for (const table of ['mutation', 'batch', 'cursor', 'chunk', 'far_event', 'far_read', 'far_type']) {
        // A listing in progress is staged under the negated id.
        this.#writer
          .prepare<[number, number]>(`DELETE FROM ${table} WHERE destination IN (?, ?)`)
          .run(id, -id);
      }
      this.#writer.prepare<[number]>('DELETE FROM destination WHERE id = ?').run(id);
    })();
  }
}

/** Merges `patch` into the state that the runner of a destination keeps; null removes a field. */
export function patchState(writer: Writer, id: number, patch: Readonly<Record<string, unknown>>): void {
  writer
    .prepare<[string, number]>('UPDATE destination SET state = json_patch(state, ?) WHERE id = ?')
    .run(JSON.stringify(patch), id);
}
