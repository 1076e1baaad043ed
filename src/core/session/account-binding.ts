import type { Account } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import type { DestinationRow, DestinationStore } from '../outbox/destination-store.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Holder } from './custodian.ts';

const maxRemembered = 30;
/** The user of a Foundry destination, in its stored state. */
const userKey = 'farUser';

/**
 * Which account a destination belongs to. Trendy's and Atlas's carry it in their account part. Foundry's account part is only the
 * name that samples have there; the user who is signed in to Foundry is remembered in its state.
 */
export class AccountBinding {
  readonly #settings: SettingsStore;
  readonly #destinations: DestinationStore;
  readonly #holder: (target: TargetId) => Holder | null;

  constructor(
    settings: SettingsStore,
    destinations: DestinationStore,
    holder: (target: TargetId) => Holder | null,
  ) {
    this.#settings = settings;
    this.#destinations = destinations;
    this.#holder = holder;
  }

  /** The account part of the target's destination now. Signed out: the account of before. */
  accountPart(target: TargetId): string {
    if (target !== 'foundry') return this.#accountOf(target);
    return this.#settings.get('foundry.userId') || this.#accountOf('atlas');
  }

  /** A token may be used there only while it is this account's; '' is the account of tokens that name none. */
  boundTo(row: DestinationRow): string {
    return row.target === 'foundry' ? (serverUserOf(row)?.id ?? '') : row.account;
  }

  /** Someone other than this destination's account is signed in. */
  isOtherAccount(row: DestinationRow): boolean {
    const holder = this.#holder(row.target);
    return holder !== null && (holder.account?.id ?? '') !== this.boundTo(row);
  }

  /** Remembers who is signed in; before the destinations are checked again. */
  noteHolder(target: TargetId): void {
    const holder = this.#holder(target);
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
    const account = this.#holder('foundry')?.account;
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
    const holder = this.#holder('foundry');
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
    const holder = this.#holder(target);
    if (holder) return holder.account?.id ?? '';
    return this.#settings.get('knownAccounts').find((one) => one.target === target)?.id ?? '';
  }
}

function serverUserOf({ state }: DestinationRow): Account | null {
  const { [userKey]: account } = JSON.parse(state) as { readonly [userKey]?: Account };
  return account ?? null;
}
