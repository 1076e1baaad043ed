import { type ErrorDetails, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { m, t } from './language.ts';

type Area =
  | 'import'
  | 'record'
  | 'workout'
  | 'date'
  | 'element'
  | 'name'
  | 'file'
  | 'entry'
  | 'text'
  | 'route'
  | 'ecg'
  | 'clinical'
  | 'beats'
  | 'workout';
type ImportCode = Extract<ErrorCode, 'cancelled' | `${Area}.${string}`>;

function keptSentence(details: ErrorDetails): string {
  const kept = figure(details, 'kept');
  if (kept === null) return t('Everything read up to there was kept.');
  return t(
    '{kept, plural, =0 {No records were read before that.} one {# record was kept.} other {# records were kept.}}',
    { kept },
  );
}

function skippedSentence(details: ErrorDetails): string {
  const [skipped, read] = [figure(details, 'skipped'), figure(details, 'read')];
  const kind = word(details, 'kind') ?? 'Record';
  if (skipped === null || read === null) return t('More entries were skipped than read.');
  return t('{skipped, number} of {read, number} {kind} entries couldn’t be read.', { skipped, read, kind });
}

function keptInAll(details: ErrorDetails): string {
  return t(
    '{kept, plural, =0 {No records were kept.} one {# record was kept.} other {# records were kept.}}',
    { kept: figure(details, 'kept') ?? 0 },
  );
}

/** The first message, or the second with the percentage read. */
const atPercent =
  (message: string, messageWithPercent: string) =>
  (details: ErrorDetails): string => {
    const percent = figure(details, 'percent');
    return percent === null ? t(message) : t(messageWithPercent, { percent: Math.floor(percent) });
  };

const exportAgain = m('Export again on the iPhone and import: only missing data is added.');
const nothingChanged = m('Your history is unchanged.');
const sendTheZip = m('Choose the original zip from the Health app.');
const restGoesOn = m('Everything else was imported.');

/** `details` may hold: percent (0–100), kept, skipped and read (records), kind (an element's name). */
export const importTexts: Record<ImportCode, Writer> = {
  cancelled: say(m('Canceled'), keptSentence, m('Import the same file again to add the rest.')),
  'import.not_found': say(
    m('The file is no longer there'),
    m('It was moved, renamed, or removed. Choose it again.'),
  ),
  'import.unreadable': say(
    m('The file can’t be opened'),
    m('Check that you have permission to read it, or copy it to another folder and choose the copy.'),
  ),
  'import.not_a_folder': say(
    m('This folder doesn’t exist'),
    m('Enter the full path of a folder on this computer that you can read.'),
  ),
  'import.not_a_zip': say(
    m('This isn’t a zip file'),
    sendTheZip,
    m('The unpacked folder or the XML file in it also works.'),
  ),
  'import.encrypted': say(
    m('The zip is password-protected'),
    m('Health Relay can’t open it. Unpack it and choose the folder, or export again.'),
  ),
  'import.empty_archive': say(
    m('The zip is empty'),
    m(
      'The iPhone occasionally creates one. Export again, and keep the phone unlocked and awake until it finishes.',
    ),
  ),
  'import.truncated_archive': say(
    m('The zip is incomplete'),
    m('Its end is missing, which happens when a transfer is interrupted. Send it to this computer again.'),
  ),
  'import.damaged_archive': say(
    m('The zip is damaged'),
    atPercent(m('Part of it can’t be unpacked.'), m('Part of it can’t be unpacked (at {percent, number}%).')),
    keptSentence,
    m('Send it to this computer again, or export again.'),
  ),
  'import.unsupported_compression': say(
    m('The zip uses an unsupported compression method'),
    sendTheZip,
    m('If it was packed again, unpack it and choose the folder.'),
  ),
  'import.no_health_data': say(m('This file contains no Health data'), sendTheZip, nothingChanged),
  'import.only_cda': say(
    m('Only the clinical document was found'),
    m('The file export_cda.xml contains only part of the data, in another format.'),
    sendTheZip,
  ),
  'import.empty_xml': say(m('The Health file is empty'), m('It is 0 bytes long.'), exportAgain),
  'import.not_xml': say(
    m('The Health file can’t be read'),
    atPercent(m('Its content isn’t XML.'), m('Its content isn’t XML (at {percent, number}%).')),
    keptSentence,
    exportAgain,
  ),
  'import.truncated_xml': say(
    m('The file ends too early'),
    atPercent(
      m('The file ends in the middle of a record.'),
      m('The file ends in the middle of a record (at {percent, number}%).'),
    ),
    keptSentence,
    exportAgain,
  ),
  'import.entity_declaration': say(
    m('This file isn’t in the Health app’s format'),
    m('It declares XML entities, which can be harmful, so it wasn’t read.'),
    sendTheZip,
  ),
  'import.unsafe_name': say(
    m('This zip contains paths outside its own folder'),
    m('The Health app doesn’t do that, so the zip wasn’t read.'),
    sendTheZip,
  ),
  'import.reference_outside': say(
    m('The export names a file outside itself'),
    m('That file wasn’t opened: only the export’s own files are read.'),
    restGoesOn,
  ),
  'import.reference_missing': say(m('A file named in the export is missing'), restGoesOn, exportAgain),
  'import.bomb': say(
    m('This zip unpacks to far more data than a Health export'),
    m('Reading was stopped to protect this computer. Everything read before that was kept.'),
    sendTheZip,
  ),
  'import.too_large': say(m('This contains too many files for a Health export'), sendTheZip, nothingChanged),
  'import.changed_while_reading': say(
    m('The file changed while it was being read'),
    keptSentence,
    m('Wait until it’s fully copied, then import it again: only missing data is added.'),
  ),
  'import.other_person': say(
    m('This file may belong to someone else'),
    m('Its details don’t match your history. Nothing was added. If it’s yours, import it again and confirm.'),
  ),
  'import.other_calendar': say(
    m('This export’s dates use an unsupported calendar'),
    m(
      'Nothing was added, because the dates would land in the wrong years. On the iPhone, choose the Gregorian calendar (Settings, General, Language & Region), export again, and import the new file.',
    ),
  ),
  'import.mostly_skipped': say(
    m('Most entries of one kind couldn’t be read'),
    skippedSentence,
    m('The receipt says why.'),
    keptInAll,
  ),
  'import.already_running': say(
    m('This file is already being imported'),
    m('There’s no need to import it twice.'),
  ),
  'import.unknown_run': say(
    m('This import can’t be found'),
    m('The list may be out of date. Reload the page.'),
  ),
  'record.no_type': say(
    m('Records without a type'),
    m('They don’t say what was measured, so they were skipped.'),
  ),
  'record.bad_date': say(m('Records with an unreadable date'), m('They were skipped.')),
  'record.ends_before_start': say(
    m('Records that end before they begin'),
    m('They were kept but don’t count in any figure.'),
  ),
  'record.longer_than_day': say(
    m('Records that last longer than a day'),
    m('They were kept but don’t count in any figure.'),
  ),
  'record.after_export': say(
    m('Records dated after the export was made'),
    m('They were kept but don’t count in any figure until a later export contains them, too.'),
  ),
  'record.too_early': say(m('Records from before 1900'), m('They were kept but don’t count in any figure.')),
  'workout.longer_than_day': say(
    m('Workouts that last longer than a day'),
    m(
      'They count in full on the day they start. If one was never stopped, delete it in the Health app and export again.',
    ),
  ),
  'record.bad_value': say(
    m('Records with a value that isn’t a number'),
    m('They were kept with their value as written.'),
  ),
  'record.unknown_unit': say(
    m('Records without a unit or in an unknown unit for their type'),
    m('They were kept as written but are left out of sums and averages.'),
  ),
  'date.other_calendar': say(
    m('Dates in another calendar'),
    m('The export date shows which one. They were converted to the Gregorian calendar.'),
  ),
  'date.ahead': say(
    m('An export date in the future'),
    m('The time of the import was used instead. Check the date and time on the iPhone and on this computer.'),
  ),
  'element.incomplete': say(
    m('Entries with missing parts'),
    m('They were kept as written but aren’t shown in the history.'),
  ),
  'element.unknown': say(
    m('Entries of an unknown kind'),
    m('They were kept as written for a later version.'),
  ),
  'element.too_large': say(
    m('Entries too large or too deeply nested to read'),
    m('They were left out. The rest of the file was read.'),
  ),
  'name.too_many': say(
    m('More distinct names than any export has'),
    m('Entries with names beyond the first ten thousand were left out. The rest of the file was read.'),
  ),
  'file.too_many': say(
    m('Files named by too many entries'),
    m('Some of those entries were imported without the file’s contents.'),
  ),
  'entry.checksum': say(
    m('Files whose checksum doesn’t match'),
    m(
      'The archive was damaged or changed after it was made, so some values may be wrong. Everything readable was kept.',
    ),
  ),
  'text.control_character': say(
    m('Characters that XML doesn’t allow'),
    m('They were replaced; no data was skipped.'),
  ),
  'text.bad_utf8': say(m('Characters that can’t be decoded'), m('They were replaced; no data was skipped.')),
  'route.missing': say(
    m('Workout routes with a missing file'),
    m('The workouts were imported without a map.'),
  ),
  'route.malformed': say(m('Unreadable workout routes'), m('The workouts were imported without a map.')),
  'route.cut': say(m('Workout routes with a truncated file'), m('The points before the break were kept.')),
  'route.bad_points': say(
    m('Unreadable points in workout routes'),
    m('Points without a location were left out. The others lack only the unreadable figure.'),
  ),
  'ecg.malformed': say(m('Unreadable ECG files'), restGoesOn),
  'ecg.missing_samples': say(
    m('Unreadable ECG samples'),
    m('They’re missing. All other samples were kept, each at its own time.'),
  ),
  'clinical.missing': say(
    m('Clinical records with a missing file'),
    m('The export’s own details about them were kept.'),
  ),
  'clinical.malformed': say(
    m('Unreadable clinical records'),
    m('The export’s own details about them were kept.'),
  ),
  'beats.malformed': say(
    m('Unreadable heartbeats'),
    m('They were kept as written in the metadata of their records.'),
  ),
};
