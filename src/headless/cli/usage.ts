/** Wrong words on the command line: the program says what was wrong, how it is used, and ends with 64. */
export class UsageError extends Error {}

export const usage = `Health Relay: the Health app's export as a local history, relayed to Trendy and Foundry.

  npm run -s cli -- import <path…> [--same-person] [--no-sync]
  npm run -s cli -- sync [--target T]
  npm run -s cli -- watch FOLDER [--once] [--same-person] [--no-sync]
  npm run -s cli -- status
  npm run -s cli -- records [--type T] [--from D] [--to D] [--removed] [--limit N]
  npm run -s cli -- figures --type T [--by S] [--from D] [--to D] [--csv]
  npm run -s cli -- events [--category C] [--from D] [--to D]
  npm run -s cli -- query 'SELECT …' [--csv] [--limit N] [--seconds N]
  npm run -s cli -- query --schema
  npm run -s cli -- mutations [--state S]
  npm run -s cli -- retry [--id I] [--target T] [--state S] [--yes]
  npm run -s cli -- discard [--id I] [--target T] [--state S] [--yes]
  npm run -s cli -- queue-again [--id I] [--target T] [--yes]
  npm run -s cli -- answer [QUESTION] [--target T] [--yes]
  npm run -s cli -- undo [NAME] [--yes]
  npm run -s cli -- remove T [--destination N] [--yes]
  npm run -s cli -- config get [KEY]
  npm run -s cli -- config set KEY VALUE
  npm run -s cli -- account
  npm run -s cli -- sign-out T
  npm run -s cli -- profiles
  npm run -s cli -- backup FILE
  npm run -s cli -- backup --schedule DIR [--every DAYS]
  npm run -s cli -- backup --scheduled
  npm run -s cli -- restore FILE [--yes]
  npm run -s cli -- forget [--yes]
  npm run -s cli -- completion bash|zsh|fish
Each takes [--profile DIR] [--json].

import   Adds what is new in each export: the zip as the iPhone made it, the unpacked folder, or export.xml. Then sends
         what is due, as sync does, and says on stderr how that went.
         --same-person  the file is of the same person, although it looks like somebody else's
         --no-sync      sends nothing; events are made all the same before the program ends. When it was stopped first, it
                        says so, as one more line {"daysToDerive"} with --json, and ends with 3
sync     Sends until nothing is due: to every target that is turned on, or to T (trendy, atlas, foundry). Prints one line a
         target; delivered, pending, failed and uncertain count events (trendy) or samples (atlas, foundry) of all times,
         requests and seconds are of this run. Where a limit asks for silence it waits and says so; a failing server is
         left for the next time. What may be there twice is counted, too. What waits for another account than the one
         whose token is given has a line of its own, and is not done. Where events are left to be made, one more line
         says so: {"daysToDerive"} with --json.
watch    Imports each newer export in FOLDER, and every one that comes into it, as import does, until Ctrl-C. A file that is still being
         copied is left alone. The history is in use only while a file is imported.
         --once  what lies there now; for timers (resources/automation)
status   Counts what the history holds and how each target stands, and says when events are still to be made.
records  Lists records, newest first.
         --type   a type as in the export, or its end: HKQuantityTypeIdentifierHeartRate, HeartRate
         --from, --to   bounds of a record's start. A day (2025-03-01) is a day of the home zone, of this computer's
                  while none is set, and counts whole at both ends; an instant (2025-03-01T08:00:00Z) is the first (--from) that
                  counts or the first (--to) that no longer does
         --removed  those that the Health app no longer has, and that count in no figure, instead of the others
         --limit  at most this many; all without it
figures  Lists the figures of one type as the app counts them, oldest first: sums, means or times of days of the home zone, of
         this computer's zone while none is set.
         --type   as of records
         --by     hour, day, week (from Monday), month, year; day without it. Hours take --from and --to, at most 8 days
         --from, --to   days (2025-03-01), both counted; sleep is counted by nights, named by their evening
         --csv    one line a figure with a head; of a category one for each value. figure_kind says which mean a mean is
events   Lists health events, newest first. --category: workout, steps, sleep, active_energy, mindfulness, water.
         --from, --to   as of records; a night belongs to the day of its evening
query    Runs one statement that reads (SELECT, WITH, VALUES, or EXPLAIN of these) and prints its rows as CSV, or as JSON. Nothing can be
         written, attached or loaded. Integers beyond 2^53 are text in JSON; bytes are base64: {"base64": "…"} in JSON.
         --schema   prints the tables instead; src/core/db/README.md says what is in them
         --limit    at most this many rows, 100000 without it; it ends with 3 when there are more
         --seconds  ends the statement after so long, 60 without it
mutations  Lists what is or was to be sent, events and chunks, newest change first. --state: queued, sending, waiting,
         uncertain, failed, delivered, discarded.
retry    Queues failed and waiting items again for the next sync, their tries forgotten. --id: one of them, as mutations lists it
         (mutation:12, chunk:12). Uncertain ones may be there already and be stored twice: they need --yes.
discard  Gives items up: they are not sent, and no import queues them again. Says how many; --yes does it.
queue-again  Takes discards back, all or those of T or I: what may go goes with the next sync, as it is now. Those that may have
         arrived before need --yes.
answer   Lists what only you can decide, as the page asks it; with a QUESTION and --yes the answer is yes.
         transaction: abort the empty transaction at Foundry; updates: send what new rules changed;
         same-dataset: what went by the other route counts as delivered; with --target T also to send by T again
undo     Lists what imports decided by themselves: items that count no longer (removals:RUN), sources under a new name
         (alias:SOURCE). With one of these names and --yes it is undone.
remove   Drops a target with its queue and the list of what it has. Says what is lost; --yes does it.
         --destination  an earlier one, of another address or account, as remove T lists it
config   Shows or changes settings; get without a key shows all. homeZone (Europe/Berlin) is needed for events.
         T.baseUrl, foundry.datasetRid, foundry.branch, foundry.userId: where a target is
         foundry.format (ndjson or parquet): the files that Foundry gets; a dataset keeps its format once data was prepared for it
         auth0.domain, auth0.clientId, auth0.audience, auth0.redirectPort, trendy.signIn (auth0 or login), trendy.supabaseUrl,
         trendy.supabaseAnonKey, foundry.clientId, foundry.redirectPort: where the page signs in
         T.kinds (workout,steps), T.startDay (2024-01-01): what may go there
         T.isPaused true: nothing is sent to T until it is false again; isPaused: to none
         T.enabled true: turns it on. That is your consent; what goes is printed to stderr first.
profiles  Lists the profiles of this home; --profile takes the folder of any of them.
backup   Writes the whole history to one file; one of that name is replaced when the new one is whole. With HEALTH_RELAY_PASSPHRASE
         in the environment it is encrypted in age's format, and restore opens it with the same: age --decrypt does, too.
         --schedule   sets up copies in DIR, each week or every DAYS, that the app makes by itself while it is open; each is opened
                      again before an older one goes, and the four newest stay. HEALTH_RELAY_PASSPHRASE, where it is set, goes to the
                      keychain and encrypts them. --schedule off ends it
         --scheduled  makes the one that is due, if one is; for timers. 4 while the app is open, which does it itself
restore  Says what is in a backup. With --yes it takes the place of the history, which is kept in the folder's backups/. Sending
         rests after that (config set isPaused false), because what was delivered after the backup may be sent again.
forget   With --yes removes everything from this computer: all profiles of this home, with their logs and copies, and every
         sign-in from the keychain. There is no way back.
completion  Prints what completes the words of these commands in a shell, for a command called health-relay:
         alias health-relay='npm --prefix DIR run -s cli --' where DIR is this program's folder.
         bash: eval "$(health-relay completion bash)"   fish: health-relay completion fish | source
         zsh: health-relay completion zsh > a folder of $fpath, as _health-relay

--profile  the folder of the history; without it the one that the app uses
--quiet, -q  of import, sync and watch: results alone, no progress and no sentences on stderr
--json     one JSON object a line, with "version": 1; times in UTC. src/headless/cli/README.md says what is in them. Rows of query have
           their columns alone

account  Tells who is signed in to which target. Signing in needs the page; what it kept in the keychain is used by sync, too.
sign-out  Ends the sign-in of T here and on the server; the history and what is pending stay.

Access tokens come from the environment, are kept for the run alone and are never printed: TRENDY_ACCESS_TOKEN,
ATLAS_ACCESS_TOKEN, FOUNDRY_TOKEN.

Exit codes: 0 done or already imported, 2 refused or not answered with --yes, 3 in part or cancelled (Ctrl-C), or events are still
to be made; for sync: something is pending, failed or uncertain, also what waits for another account; 4 the history is in use by another program, 64 wrong usage. status, records, figures, events, query, mutations, backup
and config get only read and also work while it is in use.
`;
