import type { ErrorCode } from '../../../shared/errors.ts';

/** What the keychain's thread is asked, one at a time and in order. `probe` writes, reads and removes an entry of no meaning. */
export type KeychainRequest =
  | { readonly kind: 'probe' }
  | { readonly kind: 'get'; readonly account: string }
  | { readonly kind: 'set'; readonly account: string; readonly secret: string }
  | { readonly kind: 'delete'; readonly account: string }
  | { readonly kind: 'accounts'; readonly prefix: string };

export type KeychainValue = string | boolean | readonly string[] | null;

/** Of what the platform said, only a code comes back: its texts could hold names or more. */
export type KeychainAnswer =
  | { readonly ok: true; readonly value: KeychainValue }
  | { readonly ok: false; readonly code: ErrorCode };

/** A keychain as the store sees it: answers when it can, which may be never. */
export interface Keychain {
  ask(request: KeychainRequest): Promise<KeychainAnswer>;
  close(): Promise<void>;
}
