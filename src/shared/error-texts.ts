import { accountTexts } from './account-error-texts.ts';
import { type ErrorDetails, type ErrorText, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { syncTexts } from './sync-error-texts.ts';

export type { ErrorDetails, ErrorText } from './error-text-writer.ts';

const counted = new Intl.NumberFormat();

/** 1 048 576 bytes are a MB to a person: decimal units, one decimal below ten. */
export function bytesInWords(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

function keptSentence(details: ErrorDetails): string {
  const kept = figure(details, 'kept');
  if (kept === null) return 'Everything read up to there was kept.';
  if (kept === 0) return 'No record was read before that.';
  return kept === 1 ? '1 record was kept.' : `${counted.format(kept)} records were kept.`;
}

function skippedSentence(details: ErrorDetails): string {
  const [skipped, read] = [figure(details, 'skipped'), figure(details, 'read')];
  const kind = word(details, 'kind') ?? 'Record';
  if (skipped === null || read === null) return 'More was skipped than read.';
  return `Of ${counted.format(read)} entries of ${kind}, ${counted.format(skipped)} were skipped.`;
}

function keptInAll(details: ErrorDetails): string {
  const kept = figure(details, 'kept') ?? 0;
  if (kept === 0) return 'No record was kept.';
  return kept === 1 ? '1 record was kept.' : `${counted.format(kept)} records were kept.`;
}

function atPercent(details: ErrorDetails): string {
  const percent = figure(details, 'percent');
  return percent === null ? '' : ` (at ${counted.format(Math.floor(percent))} %)`;
}

const exportAgain = 'Export again on the iPhone and import: only what is missing will be added.';
const nothingChanged = 'Nothing was changed in your history.';
const sendTheZip = 'Choose the original zip from the Health app.';
const restGoesOn = 'Everything else was imported.';

const texts: Record<ErrorCode, Writer> = {
  'request.invalid': say('Invalid request', 'The request was not understood. Reload the page and try again.'),
  'request.unknown_call': say(
    'The page and the program do not match',
    'They are of different versions. Close Health Relay and open it again.',
  ),
  'request.refused': say(
    'This page is no longer connected',
    'Health Relay was started again since this page was opened. Open it from the new link.',
  ),
  internal: say('Something went wrong inside Health Relay', 'What was already stored is safe. Try again.'),
  cancelled: (d) => ({
    title: 'Cancelled',
    text: `${keptSentence(d)} Import the same file again to add the rest.`,
  }),
  'data.unavailable': say(
    'The history cannot be reached just now',
    'The program that keeps it is starting again. What was stored is safe.',
  ),
  'data.gave_up': say(
    'The part that stores your history keeps crashing',
    'It was started a dozen times and is not tried again by itself. What was stored is safe, and an import that was under way can be resumed. Try again, or quit Health Relay and open it once more.',
  ),
  'data.engine_failed': say(
    'The part that keeps your history was ended by a fatal error of its engine',
    'The usual cause is that this computer has no memory left for it. What was stored is safe, and an import that was under way can be resumed. Close other programs, then try again.',
  ),
  'app.desktop_only': say(
    'Only the desktop app can do that',
    'Health Relay runs in a browser here. Everything else works the same way.',
  ),
  'app.not_kept': say(
    'Your choice could not be saved',
    'This computer did not save it. Restart Health Relay and try again.',
  ),
  'app.not_opened': say(
    'That could not be opened',
    'This computer has no program that opens it, or refused to start it.',
  ),
  'app.login_needs_approval': say(
    'Your approval is needed',
    'Turn Health Relay on in System Settings, General, Login Items. Then it starts when you log in.',
  ),
  'update.no_answer': say(
    'The update server did not answer',
    'Health Relay goes on as it is. It looks again tomorrow, or when you press “Look now”.',
  ),
  'update.not_ours': say(
    'The update server offered something that its publisher did not sign',
    'Nothing of it was used, and Health Relay stays as it is. If it happens again, tell the publisher.',
  ),
  'update.cut_off': say(
    'The download of the update broke off',
    'Nothing was changed. It is fetched anew tomorrow, or when you press “Look now”.',
  ),
  'update.damaged': say(
    'The update arrived damaged',
    'Its checksum differs from the one that its publisher signed, so it was deleted. It is fetched anew tomorrow, or when you press “Look now”.',
  ),
  'update.no_place': say(
    'The update cannot take the place of this version',
    'You may not write to the folder that Health Relay is in. Move it to a folder of your own, then look again.',
  ),
  'profile.in_use': say(
    'This history is already open',
    'Another Health Relay window or command has it open. Close that one and try again.',
  ),
  'profile.newer_version': (d) => {
    const found = figure(d, 'found');
    return {
      title: 'This history was written by a newer Health Relay',
      text: `${found === null ? 'It' : `It has version ${found}, which`} cannot be read by this one. Install the newest Health Relay. ${nothingChanged}`,
    };
  },
  'profile.unreadable': say(
    'The folder of this history cannot be read or written',
    'Check that the disk is connected and that you may write to the folder.',
  ),
  'profile.damaged': say(
    'The history file is damaged',
    'It was left as it is. Start from the last backup where there is one, or open another profile and restore a backup of your own or import your newest export there.',
  ),
  'profile.unknown': say('This profile is no longer there', 'The list may be out of date. Reload the page.'),
  'profile.name_taken': say('A profile with this name already exists', 'Choose another name.'),
  'disk.full': (d) => {
    const needed = figure(d, 'needed');
    const free = figure(d, 'free');
    const size =
      needed === null
        ? ''
        : ` About ${bytesInWords(needed)} are needed${free === null ? '' : `, ${bytesInWords(free)} are free`}.`;
    return {
      title: 'There is not enough space on this disk',
      text: `What was stored is safe.${size} Make room: sending goes on by itself, and a file that was cut short is imported again, which adds only what is missing.`,
    };
  },
  'import.not_found': say(
    'The file is no longer there',
    'It was moved, renamed or removed. Choose it again.',
  ),
  'import.unreadable': say(
    'The file cannot be opened',
    'Check that you may read it, or copy it to another folder and choose that copy.',
  ),
  'import.not_a_folder': say(
    'There is no such folder',
    'Give the whole path of a folder on this computer that you may read.',
  ),
  'import.not_a_zip': say(
    'This is not a zip file',
    `${sendTheZip} The unpacked folder or the XML in it will do too.`,
  ),
  'import.encrypted': say(
    'The zip is protected by a password',
    'Health Relay does not open those. Unpack it and choose the folder, or export again.',
  ),
  'import.empty_archive': say(
    'The zip is empty',
    'The iPhone makes one now and then. Export again: keep the phone unlocked and awake until it has finished.',
  ),
  'import.truncated_archive': say(
    'The zip is incomplete',
    'Its end is missing, which happens when a transfer is cut. Send it to this computer again.',
  ),
  'import.damaged_archive': (d) => ({
    title: 'The zip is damaged',
    text: `A part of it cannot be unpacked${atPercent(d)}. ${keptSentence(d)} Send it to this computer again, or export again.`,
  }),
  'import.unsupported_compression': say(
    'The zip uses an unsupported compression method',
    `${sendTheZip} If it was packed again since, unpack it and choose the folder.`,
  ),
  'import.no_health_data': say('No Health data was found in this file', `${sendTheZip} ${nothingChanged}`),
  'import.only_cda': say(
    'Only the clinical document was found',
    `The file export_cda.xml holds a part of the data, in another form. ${sendTheZip}`,
  ),
  'import.empty_xml': say('The Health file is empty', `It holds 0 bytes. ${exportAgain}`),
  'import.not_xml': (d) => ({
    title: 'The Health file cannot be read',
    text: `What stands in it is not XML${atPercent(d)}. ${keptSentence(d)} ${exportAgain}`,
  }),
  'import.truncated_xml': (d) => ({
    title: 'The file ends too early',
    text: `The file ends in the middle of a record${atPercent(d)}. ${keptSentence(d)} ${exportAgain}`,
  }),
  'import.entity_declaration': say(
    'This file is not in the Health app’s format',
    `It declares XML entities, which can be used to do harm, and is not read. ${sendTheZip}`,
  ),
  'import.unsafe_name': say(
    'This zip names files outside its own folder',
    `The Health app does not do that, so it is not read. ${sendTheZip}`,
  ),
  'import.reference_outside': say(
    'A file outside the export is named',
    `It was not opened: only files of the export itself are read. ${restGoesOn}`,
  ),
  'import.reference_missing': say('A file named in the export is missing', `${restGoesOn} ${exportAgain}`),
  'import.bomb': say(
    'This zip unpacks to far more than a Health export',
    `Reading was stopped to protect this computer. What was read until then is kept. ${sendTheZip}`,
  ),
  'import.too_large': say(
    'The file is too large',
    'It is larger than what can be taken in this way. Choose it with Health Relay on this computer.',
  ),
  'import.changed_while_reading': (d) => ({
    title: 'The file changed while it was being read',
    text: `${keptSentence(d)} Wait until it is copied in full and import it again: only what is missing will be added.`,
  }),
  'import.other_person': say(
    'This file may belong to somebody else',
    'Its details do not match your history. Nothing was added. If it is yours, import it again and confirm that.',
  ),
  'import.other_calendar': say(
    'The dates of this export are in an unsupported calendar',
    'Nothing was added, because they would land in other years. On the iPhone choose the Gregorian calendar (Settings, General, Language & Region), export again and import the new file.',
  ),
  'import.mostly_skipped': (d) => ({
    title: 'Most of a kind could not be read',
    text: `${skippedSentence(d)} The receipt says why. ${keptInAll(d)}`,
  }),
  'import.already_running': say('This file is being imported already', 'There is no need to do it twice.'),
  'import.unknown_run': say(
    'This import is no longer known',
    'The list may be out of date. Reload the page.',
  ),
  'record.no_type': say('Records without a type', 'They do not say what was measured and were skipped.'),
  'record.bad_date': say('Records with a date that cannot be read', 'They were skipped.'),
  'record.ends_before_start': say(
    'Records that end before they begin',
    'They were kept, and count in no figure.',
  ),
  'record.longer_than_day': say(
    'Records that last longer than a day',
    'They were kept, and count in no figure.',
  ),
  'record.after_export': say(
    'Records from after the export was made',
    'They were kept, and count in no figure before a later export holds them too.',
  ),
  'record.too_early': say('Records from before 1900', 'They were kept, and count in no figure.'),
  'record.bad_value': say(
    'Records with a value that is not a number',
    'They were kept with the value as it was written.',
  ),
  'record.unknown_unit': say(
    'Records in a unit that is not known for what they measure',
    'They were kept as they were written and are left out of sums and averages.',
  ),
  'date.other_calendar': say(
    'Dates of another calendar',
    'The calendar of the export date tells which. They were converted to the Gregorian calendar.',
  ),
  'element.incomplete': say(
    'Entries that lack something they need',
    'They were kept as they were written and are not shown in the history.',
  ),
  'element.unknown': say(
    'Entries of a kind not known yet',
    'They were kept as they were written, for a later version.',
  ),
  'element.too_large': say(
    'Entries that are too large or too deep to read',
    'Those entries were left out. The rest of the file was read.',
  ),
  'name.too_many': say(
    'More different names than an export has',
    'Entries under the names beyond the first ten thousand were left out. The rest of the file was read.',
  ),
  'file.too_many': say(
    'Files that too many entries name',
    'Some of the entries were imported without what the file holds.',
  ),
  'entry.checksum': say(
    'Files whose checksum does not match',
    'The archive was damaged or changed after it was made, so some values may be wrong. Everything that can be read was kept.',
  ),
  'text.control_character': say(
    'Characters that may not stand in XML',
    'They were replaced; no data was skipped.',
  ),
  'text.bad_utf8': say('Characters that cannot be decoded', 'They were replaced; no data was skipped.'),
  'route.missing': say(
    'Workout routes whose file is missing',
    'The workouts were imported without their map.',
  ),
  'route.malformed': say(
    'Workout routes that cannot be read',
    'The workouts were imported without their map.',
  ),
  'route.cut': say('Workout routes whose file breaks off', 'The points before the break were kept.'),
  'route.bad_points': say(
    'Points of workout routes that cannot be read',
    'Points without a place were left out. Of the others, only the figure that cannot be read is missing.',
  ),
  'ecg.malformed': say('ECG files that cannot be read', restGoesOn),
  'ecg.missing_samples': say(
    'Samples of ECGs that cannot be read',
    'They are missing. All other samples were kept, each at its time.',
  ),
  'clinical.missing': say(
    'Clinical records whose file is missing',
    'The export’s own details about them were kept.',
  ),
  'clinical.malformed': say(
    'Clinical records that cannot be read',
    'The export’s own details about them were kept.',
  ),
  'beats.malformed': say(
    'Heartbeat lists that cannot be read',
    'Their records were imported without the single beats.',
  ),
  ...syncTexts,
  ...accountTexts,
  'history.unknown_item': say(
    'This item is no longer there',
    'The history changed since the list was read. Reload the list.',
  ),
  'query.refused': say(
    'Only one statement that reads can be run',
    'Begin it with SELECT, WITH, VALUES or EXPLAIN. Tables are described by SELECT * FROM pragma_table_info(…).',
  ),
  'query.invalid': (d) => {
    const reason = word(d, 'reason');
    const said = reason === null ? '' : `SQLite says: ${reason}. `;
    return {
      title: 'SQLite cannot run this statement',
      text: `${said}The option --schema prints the tables.`,
    };
  },
  'query.too_large': say(
    'The statement needs more memory than it may take',
    'Sort, group or join fewer rows at once. Nothing was changed in your history.',
  ),
  'query.too_slow': (d) => {
    const seconds = figure(d, 'seconds');
    return {
      title: 'The statement was ended because it took too long',
      text: `${seconds === null ? '' : `It may take ${counted.format(seconds)} s. `}The option --seconds gives it more time.`,
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
