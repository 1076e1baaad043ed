/** Invalid words on the command line: the program prints the error and the usage, and ends with 64. */
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

import   Adds the new data from each export: the original zip from the iPhone, the unpacked folder, or export.xml. Then sends
         pending items, as sync does, and reports the result on stderr.
         --same-person  the file belongs to the same person, although it looks like someone else's
         --no-sync      sends nothing, but still creates events before the program ends. If it's stopped first, it says so
                        (with --json, in one more line {"daysToDerive"}) and ends with 3
sync     Sends until nothing is due: to every target that is turned on, or to T (trendy, atlas, foundry). Prints one line per
         target; delivered, pending, failed, and uncertain count all events (trendy) or records (atlas, foundry); requests
         and seconds count this run only. At a request limit, it says so and waits; a failing server is left for the next
         sync. Items that may be stored twice are counted, too. Items that wait for another account than the token's have a
         line of their own and don't count as done. If events are still to be created, one more line says so (with --json:
         {"daysToDerive"}).
watch    Imports each newer export in FOLDER, and each one that arrives there, as import does, until Ctrl-C. It leaves files
         alone that are still being copied. The history is in use only while a file is imported; a file that arrives while the
         app is open is imported when the app has closed.
         --once  only the files there now; then sends what is due, as sync does, even without a new file, and reports it on
                 stderr. For timers (resources/automation). Ends with 4 while the app is open
status   Counts the contents of the history, shows the state of each target, and says if events are still to be created.
         It doesn't look at sign-ins: account does.
records  Lists records, newest first.
         --type   a type as in the export, or its end: HKQuantityTypeIdentifierHeartRate, HeartRate
         --from, --to   bounds of a record's start. A day (2025-03-01) is a day in the home time zone (in this computer's
                  zone if none is set) and is included at both ends. An instant (2025-03-01T08:00:00Z) is included as --from
                  and excluded as --to
         --removed  only records that are no longer in the Health app and count in no figure
         --limit  at most this many; default: all
figures  Lists the figures of one type as the app counts them, oldest first: sums, means, or times by day in the home time
         zone (in this computer's zone if none is set).
         --type   as for records
         --by     hour, day, week (from Monday), month, or year; default: day. Hours need --from and --to, at most 8 days
         --from, --to   days (2025-03-01), both included; sleep is counted by nights, named by their evening
         --csv    a header and one line per figure; for a category, one line per value, each with the total. figure_kind names the kind of mean
events   Lists health events, newest first. --category: workout, steps, sleep, active_energy, mindfulness, water.
         --from, --to   as for records; a night belongs to the day of its evening
query    Runs one read-only statement (SELECT, WITH, VALUES, or EXPLAIN) and prints its rows as CSV, or as JSON. Nothing can be
         written, attached, or loaded. In JSON, integers beyond 2^53 are text, and bytes are base64: {"base64": "…"}.
         --schema   prints the tables instead; src/core/db/README.md describes their contents
         --limit    at most this many rows; default: 100000. If there are more, the command ends with 3
         --seconds  time limit of the statement; default: 60
mutations  Lists sent and pending items, events and chunks, newest change first. --state: queued, sending, waiting,
         uncertain, failed, delivered, discarded.
retry    Queues failed and waiting items again for the next sync and resets their attempts. --id: one item, as mutations
         lists it (mutation:12, chunk:12). Uncertain items may already have arrived and be stored twice: they need --yes.
discard  Discards items: they aren't sent, and no import queues them again. Without --yes, it only says how many.
queue-again  Undoes discards, all or those of T or I: the next sync sends the items as they are now, if the target is allowed to
         have them. Items that may have arrived before need --yes.
answer   Lists the questions that only you can decide, as the page asks them; with a QUESTION and --yes, answers it with yes.
         transaction: abort the empty transaction at Foundry; updates: send the changes from new rules;
         same-dataset: count the records sent by the other route as delivered, and turn that one off; with --target T, also to use
         T again. T isn't turned on: config set T.enabled true does that
undo     Lists automatic import decisions: items left out of figures (removals:RUN) and sources under another name
         (alias:SOURCE). With one of these names and --yes, it undoes that decision.
remove   Removes a target with its queue and its list of deliveries. Without --yes, it only says what would be lost.
         --destination  an earlier one with another address or account, as remove T lists it
config   Shows or changes settings; get without a key shows all. Events need homeZone (Europe/Berlin).
         T.baseUrl, foundry.datasetRid, foundry.branch, foundry.userId: the address of a target
         foundry.format (ndjson or parquet): the file format for Foundry; it can't change once data was prepared for a dataset
         auth0.domain, auth0.clientId, auth0.audience, auth0.redirectPort, trendy.signIn (auth0 or login), trendy.supabaseUrl,
         trendy.supabaseAnonKey, foundry.clientId, foundry.redirectPort: the sign-in services of the page
         T.kinds (workout,steps), T.startDay (2024-01-01): the data T may have
         T.isPaused true: sends nothing to T until it's false again; isPaused: pauses all targets
         phoneUsesTrendy false: your phone doesn't send to Trendy itself, so events of the last 30 days aren't held back
         sourcePriority: the ids of sources (3,1,2), first the one that counts where two measured at the same time
         T.enabled true: turns T on. That is your consent; the data to send is printed to stderr first.
account  Shows who is signed in to which target. Signing in needs the page; sync also uses sign-ins kept in the keychain.
sign-out  Ends the sign-in of T here and, where possible, on the server; one that Trendy and Atlas share ends for both. A token
         is forgotten here and stays valid there. The history and pending items stay.
profiles  Lists the profiles in this home; --profile takes the folder of any of them.
backup   Writes the whole history to one file; an existing file of that name is replaced once the new one is complete. With
         HEALTH_RELAY_PASSPHRASE in the environment, it's encrypted in the age format; restore and age --decrypt open it with the
         same passphrase.
         --schedule   sets up copies in DIR, weekly or every DAYS, that the app makes automatically while it's open. Each copy is
                      opened as a check before an older one is deleted; the four newest stay. HEALTH_RELAY_PASSPHRASE, if set,
                      goes to the keychain and encrypts them. Where the keychain can't store it, only --scheduled can make
                      these copies, with the variable set. Without the variable, encrypted copies stay encrypted and
                      others plain. --schedule off ends it
         --scheduled  makes a copy if one is due; for timers. HEALTH_RELAY_PASSPHRASE, if set, encrypts it in place of the stored
                      passphrase. Ends with 4 while the app is open, which makes it itself
restore  Describes a backup; an encrypted one needs HEALTH_RELAY_PASSPHRASE. With --yes, it replaces the history, which is kept in the folder's backups/. If a
         target was on in the backup, sending is then paused (config set isPaused false resumes it), because items delivered after
         the backup may be sent again. Deliveries to a target that was turned on later aren't known anymore.
forget   With --yes, removes all profiles in this home, with their logs and copies, and every sign-in and password in the keychain,
         including the passphrase of scheduled backups. Backups and scheduled copies in other folders stay, and so do profiles in
         other homes. This can't be undone.
completion  Prints the shell completion for a command called health-relay, where DIR is this program's folder.
         bash, and zsh after compinit (which completes an alias as npm's words, so define a function):
           health-relay() { npm --prefix DIR run -s cli -- "$@"; }
           eval "$(health-relay completion bash)"   or   eval "$(health-relay completion zsh)"
         fish: alias health-relay='npm --prefix DIR run -s cli --'; health-relay completion fish | source

--profile  the folder of the history; default: the one the app uses
--quiet, -q  for import, sync, and watch: results; on stderr only errors, open questions, and items that couldn't be sent, with
           the reason
--json     one JSON object per line, with "version": 1; times in UTC. src/headless/cli/README.md describes them. Rows of query
           contain only their columns

Access tokens come from the environment, are kept for the run only, and are never printed: TRENDY_ACCESS_TOKEN,
ATLAS_ACCESS_TOKEN, FOUNDRY_TOKEN.

Exit codes: 0 done or already imported; 2 refused, or not confirmed with --yes; 3 partial, canceled (Ctrl-C), or events are still
to be created; for sync and watch --once, also if a target that's on has pending, failed, or uncertain items, or items wait for another account; 4 the history is in use by
another program; 64 wrong usage. status, records, figures, events, query, mutations, backup FILE, and config get only read and also
work while it's in use.
`;
