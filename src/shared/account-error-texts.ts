import { say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';

type AccountCode = Extract<ErrorCode, `account.${string}` | `backup.${string}`>;

const nothingLost = 'Your history and all pending items are unchanged.';
const untilClosed = 'You stay signed in until Health Relay closes';
const neverInAFile = 'A sign-in is never written to a file, so you’ll be asked to sign in again next time.';
const startAgain = 'Start the sign-in again in Settings.';

/** `details` may hold: target (its name) and port. */
export const accountTexts: Record<AccountCode, Writer> = {
  'account.not_configured': say(
    'Sign-in isn’t set up yet',
    'Enter the sign-in service’s domain and client ID in Settings first.',
  ),
  'account.bad_login': (d) => ({
    title: `${word(d, 'target') ?? 'The server'} doesn’t recognize this email and password`,
    text: 'Nothing was changed. Check both and try again.',
  }),
  'account.too_many_tries': (d) => ({
    title: `Too many sign-in attempts at ${word(d, 'target') ?? 'the server'}`,
    text: 'Wait a minute or two, then try again.',
  }),
  'account.port_taken': (d) => ({
    title: 'The sign-in port is already in use',
    text: `Another program is using port ${d['port'] ?? ''}. Quit it, or choose another port in Settings and register it.`,
  }),
  'account.ended': say(
    'The sign-in has ended',
    `It couldn’t be renewed. ${nothingLost} Sign in again to continue.`,
  ),
  'account.revoked': say(
    'The sign-in was revoked',
    `The sign-in service no longer accepts it. ${nothingLost} Sign in again to continue.`,
  ),
  'account.denied': say('The sign-in was refused', `You or the sign-in service declined it. ${nothingLost}`),
  'account.link_late': say('The sign-in took too long', `The limit is five minutes. ${startAgain}`),
  'account.link_used': say(
    'This sign-in was already used',
    'You can close this page and go back to Health Relay.',
  ),
  'account.link_unknown': say(
    'This sign-in didn’t start here',
    `Health Relay doesn’t recognize it and may have been restarted in the meantime. ${startAgain}`,
  ),
  'account.not_their_answer': say(
    'The sign-in service sent an unexpected response',
    `${nothingLost} Check the domain in Settings, then try again.`,
  ),
  'account.unreachable': say(
    'The sign-in service couldn’t be reached',
    `${nothingLost} Check this computer’s connection, then sign in again.`,
  ),
  'account.not_secure': say(
    'The connection to the sign-in service isn’t secure',
    `Its certificate isn’t trusted by this computer, isn’t valid today, or is for another address. Nothing was sent. ${nothingLost} Check this computer’s date and the domain in Settings, then sign in again.`,
  ),
  'account.keychain_absent': say(
    untilClosed,
    `This computer has no keychain that Health Relay can use. ${neverInAFile}`,
  ),
  'account.keychain_locked': say(
    untilClosed,
    `This computer’s keychain is locked or doesn’t respond. Unlock it and try again. ${neverInAFile}`,
  ),
  'account.keychain_denied': say(
    untilClosed,
    `Health Relay wasn’t allowed to use this computer’s keychain. Allow it and try again. ${neverInAFile}`,
  ),
  'account.keychain_not_cleared': say(
    'The sign-in may still be in the keychain',
    'Health Relay no longer uses it but couldn’t open this computer’s keychain to remove it. Unlock the keychain and try again.',
  ),
  'backup.not_ours': say(
    'This isn’t a Health Relay backup',
    'Your history is unchanged. Choose a file that “Back up” made.',
  ),
  'backup.needs_passphrase': say('This backup is encrypted', 'Enter the passphrase it was made with.'),
  'backup.bad_passphrase': say(
    'This passphrase doesn’t open the backup',
    'Nothing was changed. Check it and try again; nobody can read the file without it.',
  ),
  'backup.folder_missing': say(
    'The backup folder is missing',
    'Connect the drive it’s on, or choose another folder. Existing copies are unchanged.',
  ),
  'backup.folder_unwritable': say(
    'Health Relay can’t write to the backup folder',
    'Give it permission to write there, or choose another folder. Existing copies are unchanged.',
  ),
  'backup.own_folder': say(
    'This is the history’s own folder',
    'A copy there would be lost with the original. Choose another folder, preferably on another drive.',
  ),
  'backup.passphrase_lost': say(
    'The passphrase for scheduled backups is no longer in the keychain',
    'Enter it again, or enter a new one: no copy is made without it. Existing copies open with the passphrase they were made with.',
  ),
  'backup.damaged': say(
    'This backup is damaged',
    'Your history is unchanged. Choose another copy of the backup.',
  ),
};
