import { accountTexts } from './account-error-texts.ts';
import { type ErrorDetails, type ErrorText, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { formatLocale } from './language.ts';
import { syncTexts } from './sync-error-texts.ts';

export type { ErrorDetails, ErrorText } from './error-text-writer.ts';

const counted = new Intl.NumberFormat(formatLocale());

/** 1 048 576 bytes are a MB to a person: decimal units, one decimal below ten. */
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

function keptSentence(details: ErrorDetails): string {
  const kept = figure(details, 'kept');
  if (kept === null) return 'Everything read up to there was kept.';
  if (kept === 0) return 'No records were read before that.';
  return kept === 1 ? '1 record was kept.' : `${counted.format(kept)} records were kept.`;
}

function skippedSentence(details: ErrorDetails): string {
  const [skipped, read] = [figure(details, 'skipped'), figure(details, 'read')];
  const kind = word(details, 'kind') ?? 'Record';
  if (skipped === null || read === null) return 'More entries were skipped than read.';
  return `${counted.format(skipped)} of ${counted.format(read)} ${kind} entries were skipped.`;
}

function keptInAll(details: ErrorDetails): string {
  const kept = figure(details, 'kept') ?? 0;
  if (kept === 0) return 'No records were kept.';
  return kept === 1 ? '1 record was kept.' : `${counted.format(kept)} records were kept.`;
}

function atPercent(details: ErrorDetails): string {
  const percent = figure(details, 'percent');
  return percent === null ? '' : ` (at ${counted.format(Math.floor(percent))} %)`;
}

const exportAgain = 'Export again on the iPhone and import: only missing data is added.';
const nothingChanged = 'Your history is unchanged.';
const sendTheZip = 'Choose the original zip from the Health app.';
const restGoesOn = 'Everything else was imported.';

const texts: Record<ErrorCode, Writer> = {
  'request.invalid': say('Invalid request', 'The request wasn’t understood. Reload the page and try again.'),
  'request.unknown_call': say(
    'The page and the program don’t match',
    'They are different versions. Close Health Relay and open it again.',
  ),
  'request.refused': say(
    'This page is no longer connected',
    'Health Relay was restarted after this page was opened. Open it from the new link.',
  ),
  internal: say('Something went wrong inside Health Relay', 'Everything already stored is safe. Try again.'),
  cancelled: (d) => ({
    title: 'Canceled',
    text: `${keptSentence(d)} Import the same file again to add the rest.`,
  }),
  'data.unavailable': say(
    'The history can’t be reached right now',
    'The program that stores it is restarting. Stored data is safe.',
  ),
  'data.gave_up': say(
    'The part that stores your history keeps crashing',
    'It was restarted a dozen times and isn’t restarted automatically anymore. Stored data is safe, and an import in progress can be resumed. Try again, or quit Health Relay and open it again.',
  ),
  'data.engine_failed': say(
    'A fatal error stopped the part that stores your history',
    'The usual cause is that this computer ran out of memory. Stored data is safe, and an import in progress can be resumed. Close other programs, then try again.',
  ),
  'app.desktop_only': say(
    'Only the desktop app can do that',
    'Health Relay is running in a browser here. Everything else works the same way.',
  ),
  'app.not_kept': say(
    'Your choice couldn’t be saved',
    'This computer didn’t save it. Restart Health Relay and try again.',
  ),
  'app.not_opened': say(
    'That couldn’t be opened',
    'This computer has no program that opens it, or refused to start one.',
  ),
  'app.login_needs_approval': say(
    'Your approval is needed',
    'Turn on Health Relay in System Settings, General, Login Items. It then starts when you log in.',
  ),
  'update.no_answer': say(
    'The update server didn’t answer',
    'Health Relay keeps working. It checks again tomorrow, or when you press “Check now”.',
  ),
  'update.not_ours': say(
    'The publisher didn’t sign this update',
    'It wasn’t installed, and Health Relay is unchanged. If this happens again, tell the publisher.',
  ),
  'update.cut_off': say(
    'The update download was interrupted',
    'Nothing was changed. The update is downloaded again tomorrow, or when you press “Check now”.',
  ),
  'update.damaged': say(
    'The update arrived damaged',
    'Its checksum doesn’t match the one its publisher signed, so it was deleted. It’s downloaded again tomorrow, or when you press “Check now”.',
  ),
  'update.no_place': say(
    'The update can’t replace this version',
    'You don’t have permission to write to the folder that contains Health Relay. Move Health Relay to a folder of your own, then check again.',
  ),
  'profile.in_use': say(
    'This history is already open',
    'Another Health Relay window or command has it open. Close that one and try again.',
  ),
  'profile.newer_version': (d) => {
    const found = figure(d, 'found');
    return {
      title: 'This history was written by a newer Health Relay',
      text: `${found === null ? 'This one' : `It has version ${found}. This one`} can’t read it. Install the newest Health Relay. ${nothingChanged}`,
    };
  },
  'profile.unreadable': say(
    'The history’s folder can’t be read or written',
    'Check that the disk is connected and that you have permission to write to the folder.',
  ),
  'profile.damaged': say(
    'The history file is damaged',
    'It was left as it is. Start from the last backup if there is one, or open another profile and restore your own backup or import your newest export there.',
  ),
  'profile.unknown': say('This profile is no longer there', 'The list may be out of date. Reload the page.'),
  'profile.name_taken': say('A profile with this name already exists', 'Choose another name.'),
  'disk.full': (d) => {
    const needed = figure(d, 'needed');
    const free = figure(d, 'free');
    const size =
      needed === null
        ? ''
        : ` It needs about ${bytesInWords(needed)}${free === null ? '' : `; ${bytesInWords(free)} is free`}.`;
    return {
      title: 'There isn’t enough space on this disk',
      text: `Stored data is safe.${size} Free up space: sending resumes automatically, and importing an interrupted file again adds only missing data.`,
    };
  },
  'import.not_found': say(
    'The file is no longer there',
    'It was moved, renamed, or removed. Choose it again.',
  ),
  'import.unreadable': say(
    'The file can’t be opened',
    'Check that you have permission to read it, or copy it to another folder and choose the copy.',
  ),
  'import.not_a_folder': say(
    'This folder doesn’t exist',
    'Enter the full path of a folder on this computer that you can read.',
  ),
  'import.not_a_zip': say(
    'This isn’t a zip file',
    `${sendTheZip} The unpacked folder or the XML file in it also works.`,
  ),
  'import.encrypted': say(
    'The zip is password-protected',
    'Health Relay can’t open it. Unpack it and choose the folder, or export again.',
  ),
  'import.empty_archive': say(
    'The zip is empty',
    'The iPhone occasionally creates one. Export again, and keep the phone unlocked and awake until it finishes.',
  ),
  'import.truncated_archive': say(
    'The zip is incomplete',
    'Its end is missing, which happens when a transfer is interrupted. Send it to this computer again.',
  ),
  'import.damaged_archive': (d) => ({
    title: 'The zip is damaged',
    text: `Part of it can’t be unpacked${atPercent(d)}. ${keptSentence(d)} Send it to this computer again, or export again.`,
  }),
  'import.unsupported_compression': say(
    'The zip uses an unsupported compression method',
    `${sendTheZip} If it was packed again, unpack it and choose the folder.`,
  ),
  'import.no_health_data': say('This file contains no Health data', `${sendTheZip} ${nothingChanged}`),
  'import.only_cda': say(
    'Only the clinical document was found',
    `The file export_cda.xml contains only part of the data, in another format. ${sendTheZip}`,
  ),
  'import.empty_xml': say('The Health file is empty', `It is 0 bytes long. ${exportAgain}`),
  'import.not_xml': (d) => ({
    title: 'The Health file can’t be read',
    text: `Its content isn’t XML${atPercent(d)}. ${keptSentence(d)} ${exportAgain}`,
  }),
  'import.truncated_xml': (d) => ({
    title: 'The file ends too early',
    text: `The file ends in the middle of a record${atPercent(d)}. ${keptSentence(d)} ${exportAgain}`,
  }),
  'import.entity_declaration': say(
    'This file isn’t in the Health app’s format',
    `It declares XML entities, which can be harmful, so it wasn’t read. ${sendTheZip}`,
  ),
  'import.unsafe_name': say(
    'This zip contains paths outside its own folder',
    `The Health app doesn’t do that, so the zip wasn’t read. ${sendTheZip}`,
  ),
  'import.reference_outside': say(
    'The export names a file outside itself',
    `That file wasn’t opened: only the export’s own files are read. ${restGoesOn}`,
  ),
  'import.reference_missing': say('A file named in the export is missing', `${restGoesOn} ${exportAgain}`),
  'import.bomb': say(
    'This zip unpacks to far more data than a Health export',
    `Reading was stopped to protect this computer. Everything read before that was kept. ${sendTheZip}`,
  ),
  'import.too_large': say(
    'The file is too large',
    'It is larger than what can be taken in this way. Choose it with Health Relay on this computer.',
  ),
  'import.changed_while_reading': (d) => ({
    title: 'The file changed while it was being read',
    text: `${keptSentence(d)} Wait until it’s fully copied, then import it again: only missing data is added.`,
  }),
  'import.other_person': say(
    'This file may belong to someone else',
    'Its details don’t match your history. Nothing was added. If it’s yours, import it again and confirm.',
  ),
  'import.other_calendar': say(
    'This export’s dates use an unsupported calendar',
    'Nothing was added, because the dates would land in the wrong years. On the iPhone, choose the Gregorian calendar (Settings, General, Language & Region), export again, and import the new file.',
  ),
  'import.mostly_skipped': (d) => ({
    title: 'Most entries of one kind couldn’t be read',
    text: `${skippedSentence(d)} The receipt says why. ${keptInAll(d)}`,
  }),
  'import.already_running': say('This file is already being imported', 'There’s no need to import it twice.'),
  'import.unknown_run': say('This import can’t be found', 'The list may be out of date. Reload the page.'),
  'record.no_type': say('Records without a type', 'They don’t say what was measured, so they were skipped.'),
  'record.bad_date': say('Records with an unreadable date', 'They were skipped.'),
  'record.ends_before_start': say(
    'Records that end before they begin',
    'They were kept but don’t count in any figure.',
  ),
  'record.longer_than_day': say(
    'Records that last longer than a day',
    'They were kept but don’t count in any figure.',
  ),
  'record.after_export': say(
    'Records dated after the export was made',
    'They were kept but don’t count in any figure until a later export contains them, too.',
  ),
  'record.too_early': say('Records from before 1900', 'They were kept but don’t count in any figure.'),
  'record.bad_value': say(
    'Records with a value that isn’t a number',
    'They were kept with their value as written.',
  ),
  'record.unknown_unit': say(
    'Records in an unknown unit for their type',
    'They were kept as written but are left out of sums and averages.',
  ),
  'date.other_calendar': say(
    'Dates in another calendar',
    'The export date shows which one. They were converted to the Gregorian calendar.',
  ),
  'element.incomplete': say(
    'Entries with missing parts',
    'They were kept as written but aren’t shown in the history.',
  ),
  'element.unknown': say('Entries of an unknown kind', 'They were kept as written for a later version.'),
  'element.too_large': say(
    'Entries too large or too deeply nested to read',
    'They were left out. The rest of the file was read.',
  ),
  'name.too_many': say(
    'More distinct names than any export has',
    'Entries with names beyond the first ten thousand were left out. The rest of the file was read.',
  ),
  'file.too_many': say(
    'Files named by too many entries',
    'Some of those entries were imported without the file’s contents.',
  ),
  'entry.checksum': say(
    'Files whose checksum doesn’t match',
    'The archive was damaged or changed after it was made, so some values may be wrong. Everything readable was kept.',
  ),
  'text.control_character': say(
    'Characters that XML doesn’t allow',
    'They were replaced; no data was skipped.',
  ),
  'text.bad_utf8': say('Characters that can’t be decoded', 'They were replaced; no data was skipped.'),
  'route.missing': say('Workout routes with a missing file', 'The workouts were imported without a map.'),
  'route.malformed': say('Unreadable workout routes', 'The workouts were imported without a map.'),
  'route.cut': say('Workout routes with a truncated file', 'The points before the break were kept.'),
  'route.bad_points': say(
    'Unreadable points in workout routes',
    'Points without a location were left out. The others lack only the unreadable figure.',
  ),
  'ecg.malformed': say('Unreadable ECG files', restGoesOn),
  'ecg.missing_samples': say(
    'Unreadable ECG samples',
    'They’re missing. All other samples were kept, each at its own time.',
  ),
  'clinical.missing': say(
    'Clinical records with a missing file',
    'The export’s own details about them were kept.',
  ),
  'clinical.malformed': say('Unreadable clinical records', 'The export’s own details about them were kept.'),
  'beats.malformed': say(
    'Unreadable heartbeat lists',
    'Their records were imported without the individual beats.',
  ),
  ...syncTexts,
  ...accountTexts,
  'history.unknown_item': say(
    'This item is no longer there',
    'The history changed after the list was loaded. Reload the list.',
  ),
  'query.refused': say(
    'Only a single read-only statement can be run',
    'Begin it with SELECT, WITH, VALUES, or EXPLAIN. SELECT * FROM pragma_table_info(…) describes a table.',
  ),
  'query.invalid': (d) => {
    const reason = word(d, 'reason');
    const said = reason === null ? '' : `SQLite says: ${reason}. `;
    return {
      title: 'SQLite can’t run this statement',
      text: `${said}Use --schema to print the tables.`,
    };
  },
  'query.too_large': say(
    'The statement needs more memory than allowed',
    'Sort, group, or join fewer rows at once. Your history is unchanged.',
  ),
  'query.too_slow': (d) => {
    const seconds = figure(d, 'seconds');
    return {
      title: 'The statement took too long and was stopped',
      text: `${seconds === null ? '' : `The limit is ${counted.format(seconds)} s. `}Use --seconds to allow more time.`,
    };
  },
};

/**
 * The sentence a person reads for a code.
 * `details` may hold: percent (0–100), kept (records), needed and free (bytes), found (version), target (its name),
 * untilMs (UTC milliseconds). Every one is optional.
 */
export function textFor(code: ErrorCode, details: ErrorDetails = {}): ErrorText {
  return texts[code](details);
}
