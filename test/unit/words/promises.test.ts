import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** A promise of a label, dialog or error text, and the test that fails when it is broken. */
type Promised = readonly [text: string, heldBy: string, title: string];

/**
 * What the words of the product promise, by the file that says it. Whoever adds a promise adds its test here, or changes the words.
 * The last test looks for the words that most promises are made with (`promising`); others ("stays", "cannot", "is kept") are also
 * said of what is a fact, and are left to a review.
 */
const promises: Readonly<Record<string, readonly Promised[]>> = {
  'src/shared/sync-error-texts.ts': [
    [
      'Nothing is lost; sending resumes {until, select, unknown {automatically}',
      'test/integration/sync/pauses.test.ts',
      '%s out of reach: it waits, fails nothing, and resumes by itself',
    ],
    [
      'Nothing is sent. Turn it on in Settings.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: with no target enabled nothing is sent, and enabling later sends everything',
    ],
    [
      'Pending items stay pending; “Try sending again” on the Sync page starts sending again.',
      'test/contract/broken-relay.test.ts',
      'a sending half that ends the process at each start leaves the history readable, says so, and sends again once it is mended',
    ],
    [
      "asked us to slow down'), resumes",
      'test/integration/trendy/trendy-pauses.test.ts',
      '429: not one request for more than 60 s, then the queue goes on by itself',
    ],
    [
      'For your safety, nothing is sent there.',
      'test/integration/atlas/delivery.test.ts',
      'what did not reach them (%j) counts for nothing',
    ],
    [
      'this is checked again every hour.',
      'test/integration/foundry/read-back.test.ts',
      'what is not readable is looked at every hour without a commit, and the card says so (%s)',
    ],
    [
      'The reason isn’t a single item. Nothing is lost.',
      'test/integration/foundry/refusals.test.ts',
      'like all others is not torn to pieces: the destination pauses',
    ],
    [
      'Nothing is lost; enter a new one in Settings.',
      'test/integration/trendy/trendy-pauses.test.ts',
      '401 for good: paused until somebody signs in, nothing counted, nothing lost',
    ],
    [
      'Health Relay tries again automatically; that can’t store it twice.',
      'test/integration/trendy/trendy-faults.test.ts',
      'the connection is lost after the commit, and the answer under the key as well: still one row an item',
    ],
    [
      'Health Relay tries again automatically; that can’t store it twice.',
      'test/integration/foundry/faults.test.ts',
      'by %j: everything arrives exactly once',
    ],
    [
      'Nothing is lost; Health Relay tries again automatically.',
      'test/integration/robustness/failing-sync.test.ts',
      'a statement of a sync to %s is refused: named, nothing lost or doubled once there is room (STATEMENT_SEED=%i)',
    ],
    [
      "can’t be reached from this computer.'), resumes",
      'test/integration/sync/pauses.test.ts',
      '%s out of reach: it waits, fails nothing, and resumes by itself',
    ],
    [
      'Nothing is lost; sending resumes after you sign in again in Settings.',
      'test/integration/trendy/trendy-pauses.test.ts',
      '401 for good: paused until somebody signs in, nothing counted, nothing lost',
    ],
    [
      'so no events are created until you confirm it in Settings.',
      'test/integration/sync/pauses.test.ts',
      'Trendy waits for the home zone; confirming it derives and sends',
    ],
    [
      'They’re kept; sign in with that account to send them.',
      'test/integration/account/two-accounts.test.ts',
      'another person signs in while it sends: nothing of the first one’s reaches the second, and it goes on when she is back',
    ],
    [
      'Nothing is sent until you resume. Pending items stay in order.',
      'test/integration/sync/pauses.test.ts',
      'paused by the person survives a crash, for one and for all',
    ],
    [
      "The last request failed.'), resumes",
      'test/integration/trendy/trendy-faults.test.ts',
      'a backend that fails for everything pauses the destination and burns no attempt',
    ],
    [
      'It’s kept unchanged and sends nothing.',
      'test/integration/sync/addresses.test.ts',
      'another %s is another destination with nothing delivered; the old one stays, replaced',
    ],
    [
      'tries again {until, select, unknown {automatically}',
      'test/integration/sync/pauses.test.ts',
      '%s out of reach: it waits, fails nothing, and resumes by itself',
    ],
    [
      'Nothing was sent; Health Relay tries again',
      'test/integration/sync/pauses.test.ts',
      '%s with a certificate that nobody vouches for: named as such, held with a backoff, and nothing of a request goes out',
    ],
    [
      'It can’t be made smaller; everything else is sent.',
      'test/integration/trendy/trendy-faults.test.ts',
      'one bad row among fifty is bisected: 49 arrive, it alone fails with their words',
    ],
    [
      'It doesn’t count as delivered until they match.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 2: a chunk that was counted otherwise than sent is never taken for delivered',
    ],
    [
      'Health Relay creates it again before the next attempt',
      'test/integration/trendy/trendy-faults.test.ts',
      '207: a type deleted in mid-run holds up its own item alone; it is made again, and the item follows under a new key',
    ],
    [
      'Foundry allows one at a time. Nothing is lost; sending resumes once it’s closed.',
      'test/integration/foundry/open-transaction.test.ts',
      'of somebody else is waited for, and left alone',
    ],
    [
      'changed after the number was shown, so nothing was changed or sent.',
      'test/integration/sync/rules.test.ts',
      'what an import changed since it was shown is shown again before another zone or order is set',
    ],
    [
      'changed after the number was shown, so nothing was changed or sent.',
      'test/integration/sync/consent.test.ts',
      'what changed since it was shown is shown again before anything goes',
    ],
    [
      'changed after the number was shown, so nothing was changed or sent.',
      'test/integration/account/two-accounts.test.ts',
      'to the new account as well, only after its own review; each has the whole history once',
    ],
    [
      'The other route sends the missing records, and this one stays off.',
      'test/integration/sync/consent.test.ts',
      'two routes to one dataset: what Atlas delivered is not sent again by the direct one',
    ],
  ],
  'src/shared/error-texts.ts': [
    [
      'isn’t restarted automatically anymore.',
      'test/unit/data/protocol/supervise.test.ts',
      'five quick restarts are tried with sending and without, no more; then calls are answered at once',
    ],
    [
      'Free up space: sending resumes automatically,',
      'test/integration/robustness/failing-sync.test.ts',
      'a disk that fills in mid-sync: named, nothing lost once it is freed',
    ],
    [
      'importing an interrupted file again adds only missing data.',
      'test/integration/robustness/disk-full.test.ts',
      'full in the middle: partial, every batch whole; with room again the same file completes it',
    ],
    [
      'It was left as it is. Start from the last backup if there is one',
      'test/integration/profile/start-from-backup.test.ts',
      'the newest copy that is whole takes its place; the damaged file is kept, and is no backup',
    ],
    [
      'Stored data is safe, and an import in progress can be resumed.',
      'test/integration/robustness/owners.test.ts',
      'supervised: a crash in a call is data.unavailable and retryable, the next call works, the import can be resumed',
    ],
  ],
  'src/shared/import-error-texts.ts': [
    [
      'Wait until it’s fully copied, then import it again: only missing data is added.',
      'test/integration/robustness/changing-file.test.ts',
      'a file %s while it is read: partial, what was read is whole, the good file completes it',
    ],
    [
      'Export again on the iPhone and import: only missing data is added.',
      'test/integration/import/union.test.ts',
      'one more week: exactly what is new, and then as if the later export had been the only one',
    ],
    [
      'Import the same file again to add the rest.',
      'test/integration/import/arrivals.test.ts',
      'a cut run and the one that completes it: each row once, both visible',
    ],
    [
      'Reading was stopped to protect this computer. Everything read before that was kept.',
      'test/integration/robustness/bad-input.test.ts',
      'a bomb behind good records: stopped, and they are kept',
    ],
    [
      'Nothing was added. If it’s yours, import it again and confirm.',
      'test/integration/import/persons.test.ts',
      'another person’s export waits, is refused when they say so, and is taken when it is the same after all',
    ],
    [
      'That file wasn’t opened: only the export’s own files are read.',
      'test/unit/core/healthkit/archive/choosing.test.ts',
      'resolve only among the files beneath the top folder',
    ],
    [
      'They were kept as written for a later version.',
      'test/integration/import/census.test.ts',
      'what no version has had so far is kept: an element, an attribute, a type',
    ],
    [
      'The archive was damaged or changed after it was made, so some values may be wrong. Everything readable was kept.',
      'test/security/hostile-files.test.ts',
      'a checksum that does not match is a remark that names %s, and all is kept',
    ],
  ],
  'src/renderer/app/problem-card.tsx': [
    [
      'The damaged file is kept in the profile’s “backups” folder.',
      'test/integration/profile/start-from-backup.test.ts',
      'the newest copy that is whole takes its place; the damaged file is kept, and is no backup',
    ],
  ],
  'src/shared/account-error-texts.ts': [
    [
      'A sign-in is never written to a file',
      'test/integration/account/secrets.test.ts',
      'no secret is in any file of the profile, in any push or answer, or in a log',
    ],
    [
      'You stay signed in until Health Relay closes',
      'test/integration/account/secrets.test.ts',
      'no keychain: said plainly, good until the program ends, and then nobody is signed in',
    ],
    [
      'The limit is five minutes.',
      'test/unit/renderer/account/auth0-sign-in.test.ts',
      'after five minutes it has ended, and its answer is nobody’s',
    ],
    [
      'Your history is unchanged. Choose a file created',
      'test/integration/profile/web-profiles.test.ts',
      'a file that is no backup changes nothing',
    ],
  ],
  'src/renderer/features/history/delivery-words.ts': [
    [
      'It’s sent once a later export completes it.',
      'test/integration/trendy/trendy-delivery.test.ts',
      'held events are not queued, and go once a later export lets them',
    ],
  ],
  'src/renderer/features/sync/outbox-words.ts': [
    [
      'It’s tried again once the other event is gone. Until then, you can retry or discard it.',
      'test/integration/trendy/trendy-zones.test.ts',
      'an own row that nothing takes away fails what needs its id under its own words, without a request',
    ],
    [
      'Health Relay doesn’t try it again automatically unless the event changes.',
      'test/unit/core/outbox/mutations/mutations-coalescing.test.ts',
      'the same change again keeps attempts, and a failed one stays failed',
    ],
    [
      'Health Relay doesn’t try it again automatically.',
      'test/integration/atlas/bad-chunks.test.ts',
      'one bad record among 10,000: one failed, the rest delivered',
    ],
    [
      'Health Relay doesn’t send it again automatically, because that may store it twice.',
      'test/integration/atlas/real-proxy-faults.test.ts',
      'a lone chunk whose answers can never be read is stored 1 + 3 times',
    ],
    [
      'You discarded it: it isn’t sent, and no later import sends it.',
      'test/integration/sync/queue-again.test.ts',
      'stays so, whatever later imports say of its rows, and goes once with what they say if it is queued again',
    ],
    [
      'No more of them are sent, and no later import sends them.',
      'test/integration/sync/queue-again.test.ts',
      'stays so, whatever later imports say of its rows, and goes once with what they say if it is queued again',
    ],
    [
      'It isn’t sent again, and no later import sends it.',
      'test/integration/trendy/trendy-discards.test.ts',
      'discarded while nobody knew that it had arrived: it is ours once the feed tells, and follows once it is taken back',
    ],
    [
      'and no later import sends it again',
      'test/integration/trendy/trendy-discards.test.ts',
      'a discarded creation stays away through changed exports, a new consent and a new program, until it is taken back',
    ],
    [
      'and no later import sends them again',
      'test/integration/sync/queue-again.test.ts',
      'stays so, whatever later imports say of its rows, and goes once with what they say if it is queued again',
    ],
    [
      'keeps the older figures of this event, and no later import sends the new ones',
      'test/integration/trendy/trendy-discards.test.ts',
      'a discarded update leaves what is there through later changes, and goes as it is once it is taken back',
    ],
    [
      'although it’s gone from here',
      'test/integration/trendy/trendy-discards.test.ts',
      'a discarded deletion is made once it is taken back',
    ],
  ],
  'src/renderer/features/sync/use-item-acts.tsx': [
    [
      'and it stays marked as such here',
      'test/integration/cli-truth.test.ts',
      'what may be there twice is told by sync, status and mutations',
    ],
  ],
  'src/renderer/features/sync/outbox-section.tsx': [
    [
      'and all of them stay marked as such here',
      'test/integration/cli-truth.test.ts',
      'what may be there twice is told by sync, status and mutations',
    ],
    [
      'They can be queued again.',
      'test/ui/sync.spec.ts',
      'discarded items are found, and taken back one by one or all',
    ],
    [
      'They’re sent as they are in your history now, if their target is on and set to receive them.',
      'test/integration/trendy/trendy-discards.test.ts',
      'taken back while it is kept back or out of scope, nothing goes before it may',
    ],
  ],
  'src/renderer/features/sync/sync-page.tsx': [
    [
      'Health Relay tries to create the rest every minute,',
      'test/unit/core/outbox/sync-engine.test.ts',
      'a derivation that failed is tried again every minute until one comes to its end',
    ],
    [
      'or at once with “Sync now”.',
      'test/integration/robustness/failing-sync.test.ts',
      'a disk that fills in mid-sync: named, nothing lost once it is freed',
    ],
    [
      'Everything is paused. Nothing is sent until you resume.',
      'test/integration/sync/pauses.test.ts',
      'paused by the person survives a crash, for one and for all',
    ],
    [
      'everything imported so far can be sent to it, and every later import is sent automatically.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: with no target enabled nothing is sent, and enabling later sends everything',
    ],
  ],
  'src/renderer/features/sync/card-updates.tsx': [
    [
      'None of this is sent until you confirm.',
      'test/integration/sync/rules.test.ts',
      'a later version of the rules changes nothing there before the person has seen how many',
    ],
    [
      'Changes that others made there stay.',
      'test/integration/trendy/trendy-peer.test.ts',
      'phone and app alternate ten times on one daily total: at most one PUT from us',
    ],
  ],
  'src/renderer/features/sync/destination-card.tsx': [
    [
      'They’re sent once a later export completes them.',
      'test/integration/trendy/trendy-delivery.test.ts',
      'held events are not queued, and go once a later export lets them',
    ],
    [
      'They don’t count as pending.',
      'test/integration/trendy/trendy-delivery.test.ts',
      'held events are not queued, and go once a later export lets them',
    ],
  ],
  'src/renderer/features/import/way-words.ts': [
    [
      'Everything is delivered to {names}.',
      'test/unit/renderer/import/way-words.test.ts',
      'without a home zone no events are called delivered',
    ],
    [
      'Events for {names} are created once you confirm the home time zone.',
      'test/integration/sync/pauses.test.ts',
      'Trendy waits for the home zone; confirming it derives and sends',
    ],
  ],
  'src/renderer/features/import/drop-place.tsx': [
    [
      'New data is added; data that it shows was deleted is left out.',
      'test/integration/import/removed.test.ts',
      'a deleted record with others on both sides of it; importing the older export again changes nothing',
    ],
  ],
  'src/renderer/features/import/alias-list.tsx': [
    [
      'The two names are never joined again.',
      'test/integration/import/aliases.test.ts',
      'undone, the alias is forbidden for good, and the file adds its rows under the new name',
    ],
  ],
  'src/renderer/features/import/removal-list.tsx': [
    [
      'Everything this import left out counts again, and no later import leaves it out.',
      'test/integration/import/removed.test.ts',
      'undone as a whole: all count again, and no later import removes them',
    ],
  ],
  'src/renderer/features/import/import-page.tsx': [
    [
      'has been stored yet, and nothing will be if it isn’t yours',
      'test/integration/import/persons.test.ts',
      'another person’s export waits, is refused when they say so, and is taken when it is the same after all',
    ],
  ],
  'src/renderer/features/import/receipt-end.tsx': [
    [
      'Continue, or import the file again: only missing data is added.',
      'test/integration/robustness/incoming.test.ts',
      'the upload of a killed run is kept and offered, all others go; resuming imports and removes it',
    ],
  ],
  'src/renderer/features/settings/target-form.tsx': [
    [
      'deliveries to the old one don’t count there, and the old one sends nothing more.',
      'test/integration/sync/addresses.test.ts',
      'another %s is another destination with nothing delivered; the old one stays, replaced',
    ],
    [
      'An address that you used before continues where it stopped, with the data you agreed to then.',
      'test/integration/sync/addresses.test.ts',
      '%s turned off at another address: back at the first one it is off, too, until the user agrees again',
    ],
  ],
  'src/renderer/features/settings/remove-destination.tsx': [
    [
      'If you set it up again, everything counts as not delivered and would be stored twice there.',
      'test/integration/sync/consent.test.ts',
      '%s removed after a delivery and set up again: is everything stored there twice? %j',
    ],
    [
      'Kept: your history on this computer and everything already stored at',
      'test/integration/sync/consent.test.ts',
      '%s removed: its queue, ledger and files are gone, the others stay',
    ],
  ],
  'src/renderer/features/settings/review-dialog.tsx': [
    [
      '{<b>#</b> items in total, {added} of them to send.}',
      'test/integration/sync/consent.test.ts',
      '%s turned on again: the review counts what goes, not what was delivered before',
    ],
    [
      "t('Send {count, plural, one {# item} other {# items}}', { count: added })",
      'test/integration/sync/consent.test.ts',
      '%s turned on again: the review counts what goes, not what was delivered before',
    ],
    [
      'at any time; delivered data stays there.',
      'test/integration/sync/pauses.test.ts',
      'turned off in the middle, nothing more goes; turned on again, the rest follows',
    ],
    [
      'Later imports automatically send new items of these kinds.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: what a bulk import stored is pushed by itself to every enabled target',
    ],
  ],
  'src/renderer/features/settings/settings-page.tsx': [
    [
      'because your phone sends them itself and wouldn’t recognize ours as the same',
      'test/integration/trendy/trendy-delivery.test.ts',
      'held events are not queued, and go once a later export lets them',
    ],
  ],
  'src/renderer/features/account/scheduled-backups.tsx': [
    [
      'Health Relay tries again every hour',
      'test/integration/profile/scheduled-backups.test.ts',
      'a folder that is gone and a disk that is full are told, kept over a restart, and tried again each hour',
    ],
    [
      'Health Relay saves copies to your folder automatically while it’s open.',
      'test/integration/profile/scheduled-backups.test.ts',
      'off until it is set up; then one is due at once, and again each week, also for a program that was not there',
    ],
    [
      'Off: no copy is made automatically. Existing copies stay.',
      'test/integration/profile/scheduled-backups.test.ts',
      'off until it is set up; then one is due at once, and again each week, also for a program that was not there',
    ],
  ],
  'src/headless/cli/account-command.ts': [
    [
      'pending until they sign in again',
      'test/integration/account/two-accounts.test.ts',
      'another person signs in while it sends: nothing of the first one’s reaches the second, and it goes on when she is back',
    ],
  ],
  'src/renderer/features/account/sign-out.tsx': [
    [
      'Kept: your history on this computer and all delivered data.',
      'test/integration/account/auth0.test.ts',
      'sign out: withdrawn at the service, gone from the keychain, the history and what is pending stay',
    ],
  ],
  'src/renderer/features/account/profile-dialogs.tsx': [
    [
      'stays pending until it’s open again.} other {# items of this profile stay pending until it’s open again.',
      'test/integration/profile/web-profiles.test.ts',
      'what is pending in one profile stays so while another is open, and is none of the other’s',
    ],
  ],
  'src/renderer/features/account/trendy-login.tsx': [
    [
      'The password is sent to Trendy once and isn’t stored.',
      'test/integration/account/trendy-login.test.ts',
      'by e-mail and password: signed in, renewed at Supabase with rotation, and after a restart without the password',
    ],
  ],
  'src/renderer/features/account/restore-dialog.tsx': [
    [
      'Your current data is kept in the profile’s “backups” folder.',
      'test/integration/profile/restore.test.ts',
      'what was looked at is what is restored; the former history is kept whole',
    ],
  ],
  'src/renderer/features/account/forget-card.tsx': [
    [
      'the copies in the profile’s folder, and every sign-in and password in the keychain',
      'test/integration/profile/web-profiles.test.ts',
      'forgetting everything: no file of any profile holds anything of it any more, and a fresh one is open',
    ],
    [
      "'Removed: {records, plural,",
      'test/integration/profile/web-profiles.test.ts',
      'forgetting everything: no file of any profile holds anything of it any more, and a fresh one is open',
    ],
    [
      'Kept: delivered data, backups and scheduled copies in other folders,',
      'test/integration/profile/scheduled-backups.test.ts',
      'a damaged history starts from its scheduled copies too, encrypted or not; forgetting keeps them and drops the schedule',
    ],
  ],
  'src/headless/cli/target-states.ts': [
    [
      'sent once a later export completes them',
      'test/integration/trendy/trendy-delivery.test.ts',
      'held events are not queued, and go once a later export lets them',
    ],
  ],
  'src/headless/cli/act-commands.ts': [
    [
      ' and would be stored twice there',
      'test/integration/sync/consent.test.ts',
      '%s removed after a delivery and set up again: is everything stored there twice? %j',
    ],
    [
      'The history here and the data stored there stay.',
      'test/integration/sync/consent.test.ts',
      '%s removed: its queue, ledger and files are gone, the others stay',
    ],
    [
      'they aren’t sent, and no later import queues them. queue-again undoes that.',
      'test/integration/cli-truth.test.ts',
      'retry and discard do what the page does, and ask what it asks',
    ],
    [
      'They weren’t changed; --yes sends them again.',
      'test/integration/cli-truth.test.ts',
      'retry and discard do what the page does, and ask what it asks',
    ],
  ],
  'src/headless/cli/usage.ts': [
    [
      "T.isPaused true: sends nothing to T until it's false again",
      'test/integration/sync/pauses.test.ts',
      'paused by the person survives a crash, for one and for all',
    ],
    [
      "that the app makes automatically while it's open.",
      'test/integration/profile/scheduled-backups.test.ts',
      'off until it is set up; then one is due at once, and again each week, also for a program that was not there',
    ],
    [
      'sends nothing, but still creates events before the program ends.',
      'test/integration/cli-truth.test.ts',
      'import --no-sync makes every event before it ends: a sync afterward adds none',
    ],
    [
      'are kept for the run only, and are never printed',
      'test/integration/sync/addresses.test.ts',
      'a token is in no file of the profile, in no log and in no answer',
    ],
  ],
  'src/main/notices.ts': [
    [
      'Nothing is sent until it’s closed.',
      'test/integration/sync/foundry-transaction.test.ts',
      'an empty transaction that may be ours is asked about, and aborted once the person agrees',
    ],
  ],
  'src/main/sync-words.ts': [
    [
      'Everything is delivered',
      'test/e2e/binary-tray.spec.ts',
      'Pause sync holds what is new, and Resume sync sends it',
    ],
  ],
  'src/renderer/features/sync/card-words.ts': [
    ['Everything is delivered', 'test/e2e/journeys.spec.ts', 'once it is back, Sync now delivers everything'],
  ],
  'src/main/close-window.ts': [
    [
      'Everything read so far is kept.',
      'test/integration/sync/killed-import.test.ts',
      'killed in mid-import, what was stored is pending, and after the rest is imported everything is there',
    ],
  ],
  'src/main/window-recovery.ts': [
    [
      'no pending items are lost',
      'test/integration/trendy/trendy-kills.test.ts',
      'killed at random, seed %i: every item exactly once, nothing lost',
    ],
  ],
  'src/main/processes.ts': [
    [
      'no pending items are lost',
      'test/integration/trendy/trendy-kills.test.ts',
      'killed at random, seed %i: every item exactly once, nothing lost',
    ],
  ],
  'src/renderer/app/state-line.tsx': [
    [
      'is restarting. Nothing is lost.',
      'test/integration/robustness/owners.test.ts',
      'supervised: a crash in a call is data.unavailable and retryable, the next call works, the import can be resumed',
    ],
  ],
  'src/renderer/app/sync-state.ts': [
    [
      'Everything is delivered.',
      'test/unit/renderer/app/sync-state.test.ts',
      'while events are still to be created nothing is called synced',
    ],
    [
      'Nothing is sent until you resume.',
      'test/integration/sync/pauses.test.ts',
      'paused by the person survives a crash, for one and for all',
    ],
    [
      'will be sent automatically.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: what a bulk import stored is pushed by itself to every enabled target',
    ],
  ],
  'src/renderer/features/history/event-list.tsx': [
    [
      'and they’re created at once',
      'test/integration/sync/pauses.test.ts',
      'Trendy waits for the home zone; confirming it derives and sends',
    ],
  ],
  'src/renderer/features/sync/card-warnings.tsx': [
    [
      'Foundry allows one at a time, so nothing is sent until it’s closed.',
      'test/integration/sync/foundry-transaction.test.ts',
      'an empty transaction that may be ours is asked about, and aborted once the person agrees',
    ],
  ],
  'src/renderer/features/settings/carry-offer.tsx': [
    [
      'Only missing records are sent.',
      'test/integration/sync/consent.test.ts',
      'two routes to one dataset: what Atlas delivered is not sent again by the direct one',
    ],
    [
      'confirm it here, and only missing records are sent.',
      'test/integration/sync/consent.test.ts',
      'two routes to one dataset: what Atlas delivered is not sent again by the direct one',
    ],
    [
      'Confirm it here, and this one sends only missing records.',
      'test/integration/cli-truth.test.ts',
      'two routes that both delivered: the one that is named sends from now on, also after a kill in the middle',
    ],
  ],
  'src/renderer/features/settings/first-run.ts': [
    [
      'Left for later: your home time zone. Until then, no events are created.',
      'test/integration/sync/pauses.test.ts',
      'Trendy waits for the home zone; confirming it derives and sends',
    ],
    [
      'Left for later: a target. Until then, everything stays on this computer.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: with no target enabled nothing is sent, and enabling later sends everything',
    ],
    [
      'your home time zone and a target. Until then, everything stays on this computer.',
      'test/integration/sync/founding-failures.test.ts',
      'founding failure 1: with no target enabled nothing is sent, and enabling later sends everything',
    ],
  ],
  'src/renderer/features/settings/rules-words.ts': [
    [
      '# changes go to Trendy;',
      'test/integration/sync/rules.test.ts',
      'what an import changed since it was shown is shown again before another zone or order is set',
    ],
    [
      'to Trendy; data that others wrote there stays.',
      'test/integration/trendy/trendy-peer.test.ts',
      'phone and app alternate ten times on one daily total: at most one PUT from us',
    ],
  ],
  'src/renderer/features/settings/watched-folders.tsx': [
    [
      'Nothing is imported automatically',
      'test/ui/receipts.spec.ts',
      'an export in a watched folder is asked about, and goes in only on a word',
    ],
  ],
  'src/renderer/features/account/other-account-words.ts': [
    [
      'to nobody else',
      'test/integration/account/two-accounts.test.ts',
      'another person signs in while it sends: nothing of the first one’s reaches the second, and it goes on when she is back',
    ],
  ],
  'src/renderer/features/history/type-page.tsx': [
    [
      'They change automatically once counting is done.',
      'test/integration/events/kept-figures.test.ts',
      'reads the figures of before until those of another zone are whole, and goes on after a crash',
    ],
  ],
  'src/headless/cli/answer-command.ts': [
    [
      'only missing records are sent once',
      'test/integration/cli-truth.test.ts',
      'what only the person decides is listed and answered',
    ],
    [
      '} is still turned off. To send: config set',
      'test/integration/cli-truth.test.ts',
      'what only the person decides is listed and answered',
    ],
    [
      "'only missing records are sent'",
      'test/integration/cli-truth.test.ts',
      'two routes that both delivered: the one that is named sends from now on, also after a kill in the middle',
    ],
    [
      'Until then, the figures there stay as they were sent.',
      'test/integration/sync/rules.test.ts',
      'a later version of the rules changes nothing there before the person has seen how many',
    ],
  ],
  'src/headless/cli/sync-line.ts': [
    [
      'is turned off: nothing was sent there.',
      'test/integration/cli-truth.test.ts',
      'what failed is tried by the next sync, and by nothing before it; a pause names the setting that ends it',
    ],
  ],
  'src/headless/cli/pause-words.ts': [
    [
      'Nothing is lost; to send,',
      'test/integration/cli-sync.test.ts',
      'without a token nothing is sent, what waits is counted, and the end is 3',
    ],
    [
      'Nothing is lost; the next sync tries again.',
      'test/integration/cli-truth.test.ts',
      'what failed is tried by the next sync, and by nothing before it; a pause names the setting that ends it',
    ],
    [
      'Nothing is sent, and pending items stay in order. To resume:',
      'test/integration/cli-truth.test.ts',
      'what failed is tried by the next sync, and by nothing before it; a pause names the setting that ends it',
    ],
    [
      'Nothing is sent there. To turn it on:',
      'test/integration/cli-truth.test.ts',
      'what failed is tried by the next sync, and by nothing before it; a pause names the setting that ends it',
    ],
    [
      'For your safety, nothing is sent there.',
      'test/integration/atlas/delivery.test.ts',
      'what did not reach them (%j) counts for nothing',
    ],
    [
      'so no events are created until you set it',
      'test/integration/cli-truth.test.ts',
      'sync ends with 3 and says why while events could not be made',
    ],
    [
      'They’re kept; to send them, set',
      'test/integration/cli-truth.test.ts',
      "another account's token: what waits for the first is told by name of the reason, and the end is 3",
    ],
    [
      '"answer updates --yes" sends',
      'test/integration/cli-truth.test.ts',
      'updates that wait are told by sync, import and status, with the command that sends them',
    ],
    [
      '"answer transaction --yes" aborts it',
      'test/integration/cli-truth.test.ts',
      'an open transaction that may be ours is told by sync and status, with the command that aborts it',
    ],
  ],
  'src/headless/cli/undo-command.ts': [
    [
      'Once undone, the two are never joined again;',
      'test/integration/import/aliases.test.ts',
      'undone, the alias is forbidden for good, and the file adds its rows under the new name',
    ],
    [
      'Once undone, all of it counts again, and no later import leaves it out.',
      'test/integration/import/removed.test.ts',
      'undone as a whole: all count again, and no later import removes them',
    ],
  ],
  'src/headless/cli/restore-command.ts': [
    [
      'The former history is kept in the profile’s backups folder.',
      'test/integration/profile/restore.test.ts',
      'what was looked at is what is restored; the former history is kept whole',
    ],
  ],
};

const promising =
  /nothing that waits|no pending items are lost|nothing is lost|no later import|\bat once\b|by (?:itself|themselves)\b|\bautomatically\b|only missing (?:data|records)|again every hour|everything is delivered|events (?:for \{names\} )?are created once|stays? (?:pending|in order)|nothing (?:of this |more of them )?(?:is sent|goes there)|\b(?:is|are) never\b|\buntil then\b|'(?:kept|removed): |the next sync tries/gi;

/** Sentences with these words that say nothing of what Health Relay does. */
const noPromises: Readonly<Record<string, readonly string[]>> = {
  'src/renderer/features/account/browser-steps.tsx': ['you return here automatically.'],
  'src/renderer/features/account/scheduled-backups.tsx': ['Back up automatically'],
  'src/renderer/features/account/sign-out.tsx': ['the sign-in expires there automatically.'],
  'src/shared/error-texts.ts': ['Sort, group, or join fewer rows at once.'],
};

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
/** Words of the page are broken over lines where the formatter breaks them. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

test.each(Object.entries(promises))('each promise of %s is held by a test', (source, promised) => {
  const said = oneLine(textOf(source));
  for (const [text, heldBy, title] of promised) {
    expect(said, `${source} no longer says: ${text}`).toContain(text);
    const titled = ["'", '`', '"'].some((quote) => textOf(heldBy).includes(`${quote}${title}${quote}`));
    expect(titled, `${heldBy} has no test: ${title}`).toBe(true);
  }
});

const spoken = ['renderer', 'shared', 'headless/cli', 'main'].flatMap((area) =>
  readdirSync(join(root, 'src', area), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `src/${area}/${name.replaceAll('\\', '/')}`),
);
const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

/** What a file promises in words that nobody listed, with some of what stands around them. */
function unlisted(path: string, text: string): string[] {
  const said = oneLine(withoutComments(text));
  const listed = [...(promises[path] ?? []).map(([words]) => words), ...(noPromises[path] ?? [])];
  const places = listed.flatMap((words) => {
    const parts = said.split(words);
    // Where each but the last part ends, the words begin.
    return parts.slice(1).map((_, part): [number, number] => {
      const from = parts.slice(0, part + 1).join(words).length;
      return [from, from + words.length];
    });
  });
  return [...said.matchAll(promising)].flatMap(({ 0: words, index }) => {
    const isListed = places.some(([from, to]) => from < index + words.length && index < to);
    return isListed ? [] : [`${path}: ${said.slice(Math.max(0, index - 60), index + 60)}`];
  });
}

test('no file promises anything in these words that is not listed', () => {
  expect(spoken.length).toBeGreaterThan(200);
  expect(spoken.flatMap((path) => unlisted(path, textOf(path)))).toEqual([]);
  for (const [path, texts] of Object.entries(noPromises))
    for (const text of texts) expect(oneLine(textOf(path)), path).toContain(text);
  expect(unlisted('src/new.ts', 'const text = "Nothing is lost;\n  it goes at once.";')).toHaveLength(2);
  expect(unlisted('src/new.ts', '/** Nothing is lost. */ const at = 1; // at once')).toEqual([]);
});
