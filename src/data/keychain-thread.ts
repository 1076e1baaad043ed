// The thread that queries the keychain. It is next to the data program in the source and in the build output.
import '../core/secret-store/keychain-thread.ts';
