import { countThenUse } from '../core/db/watch-tables.ts';
import { rulesVersion } from '../core/events/derived-event.ts';
import { readSources } from '../core/events/source-kinds.ts';
import { inPriority, wholeOrder } from '../core/events/source-priority.ts';
import { isZone } from '../core/events/zone.ts';
import type { DestinationStore } from '../core/outbox/destination-store.ts';
import { decidesWhatGoes } from '../core/outbox/mutations/waiting-updates.ts';
import type { SyncService } from '../core/outbox/sync-service.ts';
import type { OpenHistory } from '../core/profile/open-profile.ts';
import type { SettingsStore } from '../core/profile/settings-store.ts';
import type { Custodian } from '../core/session/custodian.ts';
import type { TargetService } from '../core/targets/target-settings.ts';
import type { CallOutput, ParsedInput } from '../shared/contract/index.ts';
import type { TargetId } from '../shared/domain/sync.ts';
import { CodedError } from '../shared/errors.ts';
import type { EventDerivation } from './event-derivation.ts';

export interface SettingsParts {
  readonly history: OpenHistory;
  readonly settings: SettingsStore;
  readonly targets: TargetService;
  readonly destinations: DestinationStore;
  readonly custodian: Custodian;
  readonly events: EventDerivation;
  readonly sync: SyncService;
}

/** As many as a layout may hold (shared/domain/cards.ts). */
const maxCards = 1000;

/** The calls `settings.*`; errors as shared/contract/settings.ts says. */
export class SettingsCalls {
  readonly #parts: SettingsParts;

  constructor(parts: SettingsParts) {
    this.#parts = parts;
  }

  read(): CallOutput<'settings.read'> {
    const { settings, targets, history } = this.#parts;
    const chosen = settings.get('sourcePriority');
    return {
      homeZone: settings.get('homeZone'),
      proposedZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      phoneUsesTrendy: settings.get('phoneUsesTrendy'),
      sourcePriority: {
        sources: inPriority(readSources(history.reader), chosen ?? []).map(({ id, name, kind }) => ({
          id,
          name,
          kind,
        })),
        isChosen: chosen !== null,
      },
      skipped: settings.get('skipped'),
      targets: targets.all(),
    };
  }

  async reviewRules(
    change: ParsedInput<'settings.reviewRules'>,
  ): Promise<CallOutput<'settings.reviewRules'>> {
    const { homeZone, sourcePriority } = change;
    if (homeZone !== undefined && !isZone(homeZone)) throw new CodedError('settings.unknown_zone');
    // Events that are still being made would be counted among the changes, and change the number until the user agrees to it.
    await this.#parts.sync.whenDerived();
    const { events, settings } = this.#parts;
    const goesOut = events.goesOut(homeZone ?? settings.get('homeZone'));
    let sent = 0;
    const counts = await events.preview(
      {
        ...(homeZone === undefined ? {} : { homeZone }),
        ...(sourcePriority === undefined ? {} : { sourcePriority: this.#wholeOrder(sourcePriority) }),
      },
      (planned) => {
        if (goesOut(planned)) sent++;
      },
    );
    const waiting = counts === null ? 0 : events.waitingDeletions();
    return { ...(counts ?? { created: 0, changed: 0, deleted: 0 }), sent: sent + waiting };
  }

  async setHomeZone({ homeZone, sent }: ParsedInput<'settings.setHomeZone'>): Promise<null> {
    if (!isZone(homeZone)) throw new CodedError('settings.unknown_zone');
    if (sent === undefined) return this.#agree('homeZone', homeZone);
    return this.#agreeTo(sent, { homeZone }, () => this.#agree('homeZone', homeZone));
  }

  async setSourcePriority({ sources, sent }: ParsedInput<'settings.setSourcePriority'>): Promise<null> {
    // An empty order is none: the default stands again.
    const agree = () =>
      this.#agree('sourcePriority', sources.length === 0 ? null : this.#wholeOrder(sources));
    return sent === undefined ? agree() : this.#agreeTo(sent, { sourcePriority: sources }, agree);
  }

  setPhoneUsesTrendy({ phoneUsesTrendy }: ParsedInput<'settings.setPhoneUsesTrendy'>): null {
    this.#parts.settings.set('phoneUsesTrendy', phoneUsesTrendy);
    return this.#derive();
  }

  setHeartZones({ limits }: ParsedInput<'settings.setHeartZones'>): null {
    this.#parts.settings.set('heartZones', limits);
    return null;
  }

  units(): CallOutput<'settings.units'> {
    return this.#parts.settings.get('units');
  }

  setUnits(units: ParsedInput<'settings.setUnits'>): null {
    this.#parts.settings.set('units', units);
    return null;
  }

  skipStep({ step, isSkipped }: ParsedInput<'settings.skipStep'>): null {
    const { settings } = this.#parts;
    const others = settings.get('skipped').filter((one) => one !== step);
    settings.set('skipped', isSkipped ? [...others, step] : others);
    return null;
  }

  configureTarget(input: ParsedInput<'settings.configureTarget'>): null {
    this.#parts.targets.configure(input);
    this.#tryAgain(input.target);
    return this.#derive();
  }

  setToken({ target, token }: ParsedInput<'settings.setToken'>): null {
    this.#parts.custodian.setToken(target, token);
    this.#tryAgain(target);
    return this.#derive();
  }

  async testConnection({
    target,
  }: ParsedInput<'settings.testConnection'>): Promise<CallOutput<'settings.testConnection'>> {
    const row = this.#parts.targets.makeCurrent(target);
    if (!row) return { isOk: false, code: 'sync.needs_address', account: null, status: null, ms: 0 };
    return this.#parts.sync.testConnection(row);
  }

  async reviewTarget(
    input: ParsedInput<'settings.reviewTarget'>,
  ): Promise<CallOutput<'settings.reviewTarget'>> {
    // Events that are still being made would change the number between the look at it and the word to send.
    if (input.target === 'trendy') await this.#parts.sync.whenDerived();
    await this.#parts.targets.warm(input);
    return this.#parts.targets.review(input);
  }

  async enableTarget({ items, account, ...scope }: ParsedInput<'settings.enableTarget'>): Promise<null> {
    await this.#parts.targets.warm(scope);
    this.#parts.targets.enable(scope, items, account);
    this.#tryAgain(scope.target);
    return this.#derive();
  }

  disableTarget({ target }: ParsedInput<'settings.disableTarget'>): null {
    this.#parts.targets.disable(target);
    return this.#derive();
  }

  arrangeCards({ cards }: ParsedInput<'settings.arrangeCards'>): null {
    const { settings } = this.#parts;
    const named = new Set(cards.map(({ id }) => id));
    // A card that has no data just now keeps its place for when it has.
    const others = settings.get('overviewCards').filter(({ id }) => !named.has(id));
    settings.set('overviewCards', cards.length === 0 ? [] : [...cards, ...others].slice(0, maxCards));
    return null;
  }

  async removeDestination({ destination }: ParsedInput<'settings.removeDestination'>): Promise<null> {
    await this.#parts.sync.remove(destination);
    return null;
  }

  /** The user says that two routes lead to one dataset: the second does not resend data that the first delivered. */
  carryCursors({ from, to }: ParsedInput<'settings.carryCursors'>): null {
    this.#parts.targets.carry(from, to);
    return this.#derive();
  }

  /** What held the destination may be mended now; a rate limit is not. */
  #tryAgain(target: TargetId): void {
    const row = this.#parts.destinations.current(target);
    if (row) this.#parts.destinations.release(row.id);
  }

  /** Error settings.review_changed: what the change sends is no longer the number that the user saw, or it is no longer known. */
  async #agreeTo(
    shown: number,
    change: ParsedInput<'settings.reviewRules'>,
    agree: () => null,
  ): Promise<null> {
    // Days that are still to be derived would be written while they're counted.
    await this.#parts.sync.whenDerived();
    await countThenUse(
      this.#parts.history.writer,
      decidesWhatGoes,
      () => this.reviewRules(change),
      ({ sent }, isCurrent) => {
        if (sent !== shown || !isCurrent) throw new CodedError('settings.review_changed', { items: sent });
        agree();
      },
    );
    return null;
  }

  /** The user saw what the change does to events that were sent: their updates may go, also after a restart in the middle of it. */
  #agree(key: 'homeZone' | 'sourcePriority', value: unknown): null {
    const { history, settings } = this.#parts;
    history.writer.transaction(() => {
      settings.set(key, value);
      settings.set('agreedRules', rulesVersion);
    })();
    return this.#derive();
  }

  #wholeOrder(chosen: readonly number[]): number[] {
    return wholeOrder(readSources(this.#parts.history.reader), chosen);
  }

  #derive(): null {
    this.#parts.sync.deriveAndSend();
    return null;
  }
}
