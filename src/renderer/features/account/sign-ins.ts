import { createContext, use, useSyncExternalStore } from 'react';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { auth0Ceremony } from './auth0-ceremony.ts';
import { createAuth0SignIn } from './auth0-sign-in.ts';
import { createFoundrySignIn } from './foundry-sign-in.ts';
import type { SignInState, SignInStore } from './sign-in-state.ts';

/** The two browser sign-ins. */
export interface SignIns {
  readonly auth0: SignInStore;
  readonly foundry: SignInStore;
}

export function createSignIns(bridge: PageBridge): SignIns {
  return {
    auth0: createAuth0SignIn(bridge, auth0Ceremony(bridge)),
    foundry: createFoundrySignIn(bridge),
  };
}

const SignInsContext = createContext<SignIns | null>(null);
export const SignInsProvider = SignInsContext;

export function useSignIns(): SignIns {
  const signIns = use(SignInsContext);
  if (signIns === null) throw new Error('outside of SignInsProvider');
  return signIns;
}

export function useSignInState(store: SignInStore): SignInState {
  return useSyncExternalStore(store.subscribe, store.get);
}
