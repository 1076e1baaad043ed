import { say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';

type AccountCode = Extract<ErrorCode, `account.${string}` | `backup.${string}`>;

const nothingLost = 'Your history and all pending items are unchanged.';
const untilClosed = 'You stay signed in until Health Relay is closed';
const neverInAFile = 'A sign-in is never written to a file, so you will be asked to sign in again next time.';
const startAgain = 'Start the sign-in again in Settings.';

/** `details` may hold: target (its name) and port. */
export const accountTexts: Record<AccountCode, Writer> = {
  'account.not_configured': say(
    'Signing in is not set up yet',
    'Enter the domain and the client id of the sign-in service in Settings first.',
  ),
  'account.bad_login': (d) => ({
    title: `${word(d, 'target') ?? 'The server'} does not know this e-mail and password`,
    text: 'Nothing was changed. Check both and try again.',
  }),
  'account.too_many_tries': (d) => ({
    title: `Too many sign-in attempts at ${word(d, 'target') ?? 'the server'}`,
    text: 'Wait a minute or two, then try again.',
  }),
  'account.port_taken': (d) => ({
    title: 'The sign-in port is already in use',
    text: `Another program listens on port ${d['port'] ?? ''}. End it, or choose another port in Settings and register it.`,
  }),
  'account.ended': say(
    'The sign-in has ended',
    `It could not be renewed. ${nothingLost} Sign in again to go on.`,
  ),
  'account.revoked': say(
    'The sign-in was withdrawn',
    `The sign-in service no longer accepts it. ${nothingLost} Sign in again to go on.`,
  ),
  'account.denied': say('The sign-in was refused', `You or the sign-in service said no. ${nothingLost}`),
  'account.link_late': say('This sign-in took too long', `It had five minutes. ${startAgain}`),
  'account.link_used': say(
    'This sign-in was used already',
    'You can close this page and go back to Health Relay.',
  ),
  'account.link_unknown': say(
    'This sign-in was not begun here',
    `Health Relay does not know it; it may have been restarted meanwhile. ${startAgain}`,
  ),
  'account.not_their_answer': say(
    'The sign-in service answered something unexpected',
    `${nothingLost} Check the domain in Settings, then try again.`,
  ),
  'account.unreachable': say(
    'The sign-in service could not be reached',
    `${nothingLost} Check the connection of this computer, then sign in again.`,
  ),
  'account.not_secure': say(
    'The connection to the sign-in service is not secure',
    `Its certificate is not trusted by this computer, not valid today, or for another address. Nothing was sent. ${nothingLost} Check the date of this computer and the domain in Settings, then sign in again.`,
  ),
  'account.keychain_absent': say(
    untilClosed,
    `This computer offers no keychain that Health Relay can use. ${neverInAFile}`,
  ),
  'account.keychain_locked': say(
    untilClosed,
    `The keychain of this computer is locked or does not answer. Unlock it and try again. ${neverInAFile}`,
  ),
  'account.keychain_denied': say(
    untilClosed,
    `Health Relay was not allowed to use the keychain of this computer. Allow it and try again. ${neverInAFile}`,
  ),
  'account.keychain_not_cleared': say(
    'The sign-in may still be in the keychain',
    'Health Relay no longer uses it, but could not open the keychain of this computer to remove it. Unlock the keychain and try again.',
  ),
  'backup.not_ours': say(
    'This is not a backup of Health Relay',
    'Nothing was changed in your history. Choose a file that "Back up" made.',
  ),
  'backup.needs_passphrase': say('This backup is encrypted', 'Enter the passphrase that it was made with.'),
  'backup.bad_passphrase': say(
    'This passphrase does not open the backup',
    'Nothing was changed. Check it and try again; without it nobody can read the file.',
  ),
  'backup.folder_missing': say(
    'The folder for backups is not there',
    'Connect the drive that it lies on, or choose another folder. The copies that were made are as they were.',
  ),
  'backup.folder_unwritable': say(
    'Health Relay may not write to the folder for backups',
    'Allow it to write there, or choose another folder. The copies that were made are as they were.',
  ),
  'backup.own_folder': say(
    'This folder is the history’s own',
    'A copy beside the original is lost with it. Choose another folder, best on another drive.',
  ),
  'backup.passphrase_lost': say(
    'The passphrase of scheduled backups is not in the keychain any more',
    'Enter it again, or a new one: no copy is made without it. Copies that were made open with the one that they were made with.',
  ),
  'backup.damaged': say(
    'This backup is damaged',
    'Nothing was changed in your history. Choose another copy of it.',
  ),
};
