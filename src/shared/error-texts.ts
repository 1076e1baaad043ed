import { accountTexts } from './account-error-texts.ts';
import { type ErrorDetails, type ErrorText, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { importTexts } from './import-error-texts.ts';
import { formatLocale, m, t } from './language.ts';
import { syncTexts } from './sync-error-texts.ts';

export type { ErrorDetails, ErrorText } from './error-text-writer.ts';

/** 1 048 576 bytes are 1 MB to a user: decimal units, one decimal below ten. */
export function bytesInWords(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(formatLocale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

function versionSentence(details: ErrorDetails): string {
  const found = figure(details, 'found');
  return found === null ? '' : t('It has version {found}.', { found });
}

function spaceSentence(details: ErrorDetails): string {
  const needed = figure(details, 'needed');
  const free = figure(details, 'free');
  if (needed === null) return '';
  return free === null
    ? t('It needs about {needed}.', { needed: bytesInWords(needed) })
    : t('It needs about {needed}; {free} is free.', {
        needed: bytesInWords(needed),
        free: bytesInWords(free),
      });
}

const sqliteSentence = (details: ErrorDetails): string => {
  const reason = word(details, 'reason');
  return reason === null ? '' : `SQLite says: ${reason}.`;
};

const limitSentence = (details: ErrorDetails): string => {
  const seconds = figure(details, 'seconds');
  return seconds === null ? '' : `The limit is ${seconds.toLocaleString(formatLocale())} s.`;
};

const texts: Record<ErrorCode, Writer> = {
  'request.invalid': say(
    m('Invalid request'),
    m('The request wasn’t understood. Reload the page and try again.'),
  ),
  'request.unknown_call': say(
    m('The page and the program don’t match'),
    m('They are different versions. Close Health Relay and open it again.'),
  ),
  'request.refused': say(
    m('This page is no longer connected'),
    m('Health Relay was restarted after this page was opened. Open it from the new link.'),
  ),
  internal: say(
    m('Something went wrong inside Health Relay'),
    m('Everything already stored is safe. Try again.'),
  ),
  'data.unavailable': say(
    m('The history can’t be reached right now'),
    m('The program that stores it is restarting. Stored data is safe.'),
  ),
  'data.gave_up': say(
    m('The part that stores your history keeps crashing'),
    m(
      'It was restarted a dozen times and isn’t restarted automatically anymore. Stored data is safe, and an import in progress can be resumed. Try again, or quit Health Relay and open it again.',
    ),
  ),
  'data.engine_failed': say(
    m('A fatal error stopped the part that stores your history'),
    m(
      'The usual cause is that this computer ran out of memory. Stored data is safe, and an import in progress can be resumed. Close other programs, then try again.',
    ),
  ),
  'app.desktop_only': say(
    m('Only the desktop app can do that'),
    m('Health Relay is running in a browser here. Everything else works the same way.'),
  ),
  'app.not_kept': say(
    m('Your choice couldn’t be saved'),
    m('This computer didn’t save it. Restart Health Relay and try again.'),
  ),
  'app.not_opened': say(
    m('That couldn’t be opened'),
    m('This computer has no program that opens it, or refused to start one.'),
  ),
  'app.login_needs_approval': say(
    m('Your approval is needed'),
    m('Turn on Health Relay in System Settings, General, Login Items. It then starts when you log in.'),
  ),
  'update.no_answer': say(
    m('The update server didn’t answer'),
    m('Health Relay keeps working. It checks again tomorrow, or when you press “Check now”.'),
  ),
  'update.not_ours': say(
    m('The publisher didn’t sign this update'),
    m('It wasn’t installed, and Health Relay is unchanged. If this happens again, tell the publisher.'),
  ),
  'update.cut_off': say(
    m('The update download was interrupted'),
    m('Nothing was changed. The update is downloaded again tomorrow, or when you press “Check now”.'),
  ),
  'update.damaged': say(
    m('The update arrived damaged'),
    m(
      'Its checksum doesn’t match the one its publisher signed, so it was deleted. It’s downloaded again tomorrow, or when you press “Check now”.',
    ),
  ),
  'update.proxy_auth': say(
    m('This network’s proxy requires a password'),
    m('Enter the name and password in Settings under Network, then press “Check now”. Nothing was changed.'),
  ),
  'update.no_place': say(
    m('The update can’t replace this version'),
    m(
      'You don’t have permission to write to the folder that contains Health Relay. Move Health Relay to a folder of your own, then check again.',
    ),
  ),
  'profile.in_use': say(
    m('This history is already open'),
    m('Another Health Relay window or command has it open. Close that one and try again.'),
  ),
  'profile.newer_version': say(
    m('This history was written by a newer Health Relay'),
    versionSentence,
    m('This one can’t read it. Install the newest Health Relay.'),
    m('Your history is unchanged.'),
  ),
  'profile.unreadable': say(
    m('The history’s folder can’t be read or written'),
    m('Check that the disk is connected and that you have permission to write to the folder.'),
  ),
  'profile.damaged': say(
    m('The history file is damaged'),
    m(
      'It was left as it is. Start from the last backup if there is one, or open another profile and restore your own backup or import your newest export there.',
    ),
  ),
  'profile.unknown': say(
    m('This profile is no longer there'),
    m('The list may be out of date. Reload the page.'),
  ),
  'profile.name_taken': say(m('A profile with this name already exists'), m('Choose another name.')),
  'disk.full': say(
    m('There isn’t enough space on this disk'),
    m('Stored data is safe.'),
    spaceSentence,
    m(
      'Free up space: sending resumes automatically, and importing an interrupted file again adds only missing data.',
    ),
  ),
  ...importTexts,
  ...syncTexts,
  ...accountTexts,
  'history.unknown_item': say(
    m('This item is no longer there'),
    m('The history changed after the list was loaded. Reload the list.'),
  ),
  // Only the command line, which is English, shows these.
  'query.refused': say(
    'Only a single read-only statement can be run',
    'Begin it with SELECT, WITH, VALUES, or EXPLAIN. SELECT * FROM pragma_table_info(…) describes a table.',
  ),
  'query.invalid': say(
    'SQLite can’t run this statement',
    sqliteSentence,
    'Use --schema to print the tables.',
  ),
  'query.too_large': say(
    'The statement needs more memory than allowed',
    'Sort, group, or join fewer rows at once. Your history is unchanged.',
  ),
  'query.too_slow': say(
    'The statement took too long and was stopped',
    limitSentence,
    'Use --seconds to allow more time.',
  ),
};

/**
 * The text shown to the user for a code. `details` may hold: percent (0–100), kept (records), needed
 * and free (bytes), found (version), target (its name), untilMs (UTC milliseconds). Each is optional.
 */
export function textFor(code: ErrorCode, details: ErrorDetails = {}): ErrorText {
  return texts[code](details);
}
