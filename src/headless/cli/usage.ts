/** Wrong words on the command line: the program says what was wrong, how it is used, and ends with 64. */
export class UsageError extends Error {}

export const usage = `Health Relay: the Health app's export as a local history.

  npm run -s cli -- import <path…> [--profile DIR] [--json] [--same-person]
  npm run -s cli -- status [--profile DIR] [--json]
  npm run -s cli -- records [--profile DIR] [--type T] [--from D] [--to D] [--limit N] [--json]

import   Adds what is new in each export: the zip as the iPhone made it, the unpacked folder, or export.xml.
         --same-person  the file is of the same person, although it looks like somebody else's
status   Counts what the history holds.
records  Lists records, newest first.
         --type   a type as in the export, or its end: HKQuantityTypeIdentifierHeartRate, HeartRate
         --from, --to   bounds of a record's start. A day (2025-03-01) is a day of this computer's time zone and
                  counts whole at both ends; an instant (2025-03-01T08:00:00Z) is the first (--from) that
                  counts or the first (--to) that no longer does
         --limit  at most this many; all without it

--profile  the folder of the history; without it the one that the app uses
--json     one JSON object a line (records: type, start, end, value, unit, source, id; times in UTC)

Exit codes: 0 done or already imported, 2 refused, 3 in part or cancelled (Ctrl-C), 4 the history is in use by
another program, 64 wrong usage. status and records only read and also work while it is in use.
`;
