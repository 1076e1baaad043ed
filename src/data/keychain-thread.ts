// The thread that asks the keychain, beside the data program in the source and in what is built.
import '../core/session/secret-store/keychain-thread.ts';
