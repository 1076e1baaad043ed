import type { Account } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import {
  type Address,
  type DestinationRow,
  type DestinationStore,
  isAt,
} from '../outbox/destination-store.ts';
import type { SettingsStore } from '../profile/settings-store.ts';
import type { Custodian } from './custodian.ts';

const maxRemembered = 30;
/** The user of a Foundry destination, in its stored state. */
const userKey = 'farUser';
/** The Atlas account that continues a Foundry destination of no known account, in its stored state. */
const atlasKey = 'atlasUser';

/**
 * Which account a destination belongs to. Trendy's and Atlas's carry it in their account part. Foundry's account part is only the
 * name that samples have there; the user who is signed in to Foundry is remembered in its state.
 */
export class AccountBinding {
  readonly #settings: SettingsStore;
  readonly #destinations: DestinationStore;
  readonly #custodian: Pick<Custodian, 'holder' | 'anyHolder'>;

  constructor(
    settings: SettingsStore,
    destinations: DestinationStore,
    custodian: Pick<Custodian, 'holder' | 'anyHolder'>,
  ) {
    this.#settings = settings;
    this.#destinations = destinations;
    this.#custodian = custodian;
  }

  /** The account part of the target's destination at this place now. Signed out: the account of before. */
  accountPart(target: TargetId, place: Omit<Address, 'account'>): string {
    if (target !== 'foundry') return this.#accountOf(target);
    const typed = this.#settings.get('foundry.userId');
    if (typed !== '') return typed;
    const atlas = this.#atlasAccount();
    return this.#continuesNameless(atlas, place) ? '' : atlas;
  }

  /**
   * This Atlas account continues the Foundry destination of no known account: data went there before any Atlas account was known, and the
   * user agreed to no other destination at the place. From then on it's this account's: another one gets its own.
   */
  #continuesNameless(atlas: string, place: Omit<Address, 'account'>): boolean {
    const agreed = this.#destinations
      .all()
      .filter((row) => row.target === 'foundry' && row.consent !== null && isAt(row, place));
    const row = agreed.find(({ account }) => account === '');
    if (row === undefined || atlas === '' || agreed.some(({ account }) => account === atlas)) return false;
    const continuedBy = atlasUserOf(row);
    const isFree = continuedBy === null && agreed.length === 1;
    return (continuedBy === atlas || isFree) && !this.#destinations.isUntouched(row.id);
  }

  /** Remembers which Atlas account continues the current Foundry destination, if that has no account of its own. */
  continueNameless(row: DestinationRow): void {
    const atlas = this.#atlasAccount();
    if (row.target !== 'foundry' || row.account !== '' || atlas === '' || atlasUserOf(row) !== null) return;
    if (this.#settings.get('foundry.userId') !== '' || row.consent === null) return;
    this.#destinations.saveState(row.id, { [atlasKey]: atlas });
  }

  /** A token may be used there only while it is this account's; '' is the account of tokens that name none. */
  boundTo(row: DestinationRow): string {
    return row.target === 'foundry' ? (serverUserOf(row)?.id ?? '') : row.account;
  }

  /** Someone other than this destination's account is signed in. */
  isOtherAccount(row: DestinationRow): boolean {
    const holder = this.#custodian.holder(row.target);
    return holder !== null && (holder.account?.id ?? '') !== this.boundTo(row);
  }

  /** Remembers who is signed in; before the destinations are checked again. */
  noteHolder(target: TargetId): void {
    const holder = this.#custodian.anyHolder(target);
    if (holder === null) return;
    const { id, name } = holder.account ?? { id: '', name: '' };
    const known = this.#settings.get('knownAccounts');
    const [last] = known.filter((one) => one.target === target);
    if (last?.id === id && last.name === name) return;
    const others = known.filter((one) => one.target !== target || one.id !== id);
    this.#settings.set('knownAccounts', [{ target, id, name }, ...others].slice(0, maxRemembered));
  }

  /** A Foundry destination that nobody is bound to yet belongs to the first user who signs in, unless something was sent there. */
  adoptServerUser(row: DestinationRow): void {
    const account = this.#custodian.holder('foundry')?.account;
    if (
      row.target !== 'foundry' ||
      !account ||
      serverUserOf(row)?.id ||
      !this.#destinations.isUntouched(row.id)
    )
      return;
    this.#destinations.saveState(row.id, { [userKey]: account });
  }

  /** The user saw who is signed in and pressed "Send": from now on it is theirs. */
  consented(row: DestinationRow): void {
    const holder = this.#custodian.holder('foundry');
    if (row.target !== 'foundry' || holder === null) return;
    this.#destinations.saveState(row.id, { [userKey]: holder.account });
  }

  /** For people: the name that an account had when it was last signed in. */
  named(target: TargetId, id: string): Account {
    const known = this.#settings.get('knownAccounts').filter((one) => one.id === id && one.name !== '');
    const name = (known.find((one) => one.target === target) ?? known[0])?.name;
    return { id, name: name ?? id };
  }

  #accountOf(target: TargetId): string {
    const holder = this.#custodian.anyHolder(target);
    if (holder) return holder.account?.id ?? '';
    return this.#settings.get('knownAccounts').find((one) => one.target === target)?.id ?? '';
  }

  /** '': none was ever known. A token without an account doesn't make it another one. */
  #atlasAccount(): string {
    const named = this.#custodian.anyHolder('atlas')?.account?.id ?? '';
    if (named !== '') return named;
    const known = this.#settings.get('knownAccounts');
    return known.find(({ target, id }) => target === 'atlas' && id !== '')?.id ?? '';
  }
}

function atlasUserOf({ state }: DestinationRow): string | null {
  const { [atlasKey]: account } = JSON.parse(state) as { readonly [atlasKey]?: string };
  return account ?? null;
}

function serverUserOf({ state }: DestinationRow): Account | null {
  const { [userKey]: account } = JSON.parse(state) as { readonly [userKey]?: Account };
  return account ?? null;
}
