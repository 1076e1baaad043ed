import { say, type Writer } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { m, t } from './language.ts';

type AccountCode = Extract<ErrorCode, `account.${string}` | `backup.${string}`>;

const nothingLost = m('Your history and all pending items are unchanged.');
const untilClosed = m('You stay signed in until Health Relay closes');
const neverInAFile = m(
  'A sign-in is never written to a file, so you’ll be asked to sign in again next time.',
);
const startAgain = m('Start the sign-in again in Settings.');

/** `details` may hold: target (its name) and port. */
export const accountTexts: Record<AccountCode, Writer> = {
  'account.not_configured': say(
    m('Sign-in isn’t set up yet'),
    m('Enter the sign-in service’s domain and client ID in Settings first.'),
  ),
  'account.bad_login': say(
    m('{target, select, none {The server} other {{target}}} doesn’t recognize this email and password'),
    m('Nothing was changed. Check both and try again.'),
  ),
  'account.too_many_tries': say(
    m('Too many sign-in attempts at {target, select, none {the server} other {{target}}}'),
    m('Wait a minute or two, then try again.'),
  ),
  'account.port_taken': say(m('The sign-in port is already in use'), (d) =>
    t('Another program is using port {port}. Quit it, or choose another port in Settings and register it.', {
      port: String(d['port'] ?? ''),
    }),
  ),
  'account.ended': say(
    m('The sign-in has ended'),
    m('It couldn’t be renewed.'),
    nothingLost,
    m('Sign in again to continue.'),
  ),
  'account.revoked': say(
    m('The sign-in was revoked'),
    m('The sign-in service no longer accepts it.'),
    nothingLost,
    m('Sign in again to continue.'),
  ),
  'account.denied': say(
    m('The sign-in was refused'),
    m('You or the sign-in service declined it.'),
    nothingLost,
  ),
  'account.link_late': say(m('The sign-in took too long'), m('The limit is five minutes.'), startAgain),
  'account.link_used': say(
    m('This sign-in was already used'),
    m('You can close this page and go back to Health Relay.'),
  ),
  'account.link_unknown': say(
    m('This sign-in didn’t start here'),
    m('Health Relay doesn’t recognize it and may have been restarted in the meantime.'),
    startAgain,
  ),
  'account.not_their_answer': say(
    m('The sign-in service sent an unexpected response'),
    nothingLost,
    m('Check the domain in Settings, then try again.'),
  ),
  'account.unreachable': say(
    m('The sign-in service couldn’t be reached'),
    nothingLost,
    m('Check this computer’s connection, then sign in again.'),
  ),
  'account.not_secure': say(
    m('The connection to the sign-in service isn’t secure'),
    m(
      'Its certificate isn’t trusted by this computer, isn’t valid today, or is for another address. Nothing was sent.',
    ),
    nothingLost,
    m('Check this computer’s date and the domain in Settings, then sign in again.'),
  ),
  'account.keychain_absent': say(
    untilClosed,
    m('This computer has no keychain that Health Relay can use.'),
    neverInAFile,
  ),
  'account.keychain_locked': say(
    untilClosed,
    m('This computer’s keychain is locked or doesn’t respond. Unlock it and try again.'),
    neverInAFile,
  ),
  'account.keychain_denied': say(
    untilClosed,
    m('Health Relay wasn’t allowed to use this computer’s keychain. Allow it and try again.'),
    neverInAFile,
  ),
  'account.keychain_not_cleared': say(
    m('The sign-in may still be in the keychain'),
    m(
      'Health Relay no longer uses it but couldn’t open this computer’s keychain to remove it. Unlock the keychain and try again.',
    ),
  ),
  'backup.not_ours': say(
    m('This isn’t a Health Relay backup'),
    m('Your history is unchanged. Choose a file created with “Back up”.'),
  ),
  'backup.needs_passphrase': say(m('This backup is encrypted'), m('Enter the passphrase it was made with.')),
  'backup.bad_passphrase': say(
    m('This passphrase doesn’t open the backup'),
    m('Nothing was changed. Check it and try again; nobody can read the file without it.'),
  ),
  'backup.folder_missing': say(
    m('The backup folder is missing'),
    m('Connect the drive it’s on, or choose another folder. Existing copies are unchanged.'),
  ),
  'backup.folder_unwritable': say(
    m('Health Relay can’t write to the backup folder'),
    m('Give it permission to write there, or choose another folder. Existing copies are unchanged.'),
  ),
  'backup.own_folder': say(
    m('This is the history’s own folder'),
    m('A copy there would be lost with the original. Choose another folder, preferably on another drive.'),
  ),
  'backup.passphrase_lost': say(
    m('The passphrase for scheduled backups is no longer in the keychain'),
    m(
      'Enter it again, or enter a new one: no copy is made without it. Existing copies open with the passphrase they were made with.',
    ),
  ),
  'backup.passphrase_not_kept': say(
    m('The passphrase couldn’t be stored in this computer’s keychain'),
    m(
      'Scheduled copies need it there. Nothing was changed. Unlock the keychain or allow Health Relay to use it, then try again, or schedule copies without a passphrase.',
    ),
  ),
  'backup.damaged': say(
    m('This backup is damaged'),
    m('Your history is unchanged. Choose another copy of the backup.'),
  ),
};
