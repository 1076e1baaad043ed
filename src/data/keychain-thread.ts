// The thread that queries the keychain. It is next to the data program in the source and in the build output.
import '../core/session/secret-store/keychain-thread.ts';
