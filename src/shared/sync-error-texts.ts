import { type ErrorDetails, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { formatLocale } from './language.ts';

type SyncCode = Extract<ErrorCode, `sync.${string}` | `settings.${string}`>;

const clock = new Intl.DateTimeFormat(formatLocale(), { hour: 'numeric', minute: '2-digit' });

/** Whose fault or answer it is, at the start of a sentence or in one: the target's name where it is known. */
const They = (d: ErrorDetails) => word(d, 'target') ?? 'The server';
const they = (d: ErrorDetails) => word(d, 'target') ?? 'the server';

/** `untilMs` (UTC milliseconds) as `at 14:05`; the general word while it is not known. */
function goesOn(d: ErrorDetails): string {
  const until = figure(d, 'untilMs');
  return until === null ? 'automatically' : `at ${clock.format(new Date(until))}`;
}

const triedAgain = 'Nothing is lost; Health Relay tries again automatically.';
const kept = 'It’s kept here.';

/** `details` may hold: target (its name) and untilMs (UTC milliseconds of the next try). */
export const syncTexts: Record<SyncCode, Writer> = {
  'sync.off': say(
    'Turned off',
    'Nothing is sent. Turn it on in Settings. You’ll see a summary before anything is sent.',
  ),
  'sync.off_after_crashes': say(
    'Sending is off after crashes',
    'Health Relay crashed several times in a row soon after starting. To keep your history readable, it runs without creating events and without sending. Pending items stay pending; “Try sending again” on the Sync page starts sending again.',
  ),
  'sync.offline': (d) => ({
    title: 'No connection',
    text: `${They(d)} can’t be reached from this computer. Nothing is lost; sending resumes ${goesOn(d)}.`,
  }),
  'sync.signed_out': (d) => ({
    title: 'Not signed in',
    text: `${They(d)} doesn’t accept your sign-in. Nothing is lost; sending resumes after you sign in again in Settings.`,
  }),
  'sync.needs_home_zone': say(
    'The home time zone isn’t confirmed',
    'Days begin at midnight in your home time zone, so no events are created until you confirm it in Settings.',
  ),
  'sync.wrong_account': (d) => ({
    title: 'A different account is signed in',
    text: `These items belong to another account at ${they(d)}. They’re kept; sign in with that account to send them.`,
  }),
  'sync.rate_limited': (d) => ({
    title: `${They(d)} asked us to slow down`,
    text: `Nothing is lost; sending resumes ${goesOn(d)}.`,
  }),
  'sync.paused_by_you': say(
    'Paused by you',
    'Nothing is sent until you resume. Pending items stay in order.',
  ),
  'sync.needs_address': say(
    'Not set up yet',
    'Enter an address in Settings, and for Foundry also a dataset. Nothing can be sent without them.',
  ),
  'sync.far_side_failing': (d) => ({
    title: `${They(d)} is having problems`,
    text: `Several requests in a row failed. Nothing is lost; sending resumes ${goesOn(d)}.`,
  }),
  'sync.replaced': say(
    'Replaced by another address',
    'It’s kept unchanged and sends nothing. To use it again, enter its address in Settings.',
  ),
  'sync.network': (d) => ({
    title: `The connection to ${they(d)} failed`,
    text: triedAgain,
  }),
  'sync.cert_untrusted': (d) => ({
    title: `The certificate of ${they(d)} isn’t trusted`,
    text: `This computer doesn’t recognize its issuer, or the server issued it itself. Someone may be intercepting the connection, as networks that inspect traffic do. Nothing was sent; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.cert_date': (d) => ({
    title: `The certificate of ${they(d)} isn’t valid today`,
    text: `It has expired or isn’t valid yet. Check this computer’s date and time first. Nothing was sent; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.cert_host': (d) => ({
    title: `The certificate of ${they(d)} is for another address`,
    text: `A different server answers there. Check the address in Settings. Nothing was sent; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.proxy_unreachable': (d) => ({
    title: 'This network’s proxy didn’t answer',
    text: `The system or the HTTPS_PROXY variable names a proxy for ${they(d)}, and that proxy couldn’t be reached. Nothing was sent; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.proxy_auth': (d) => ({
    title: 'This network’s proxy requires a password',
    text: `Enter the name and password in Settings under Network. On the command line, set the HTTPS_PROXY variable to http://name:password@host:port. Nothing was sent to ${they(d)}; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.proxy_refused': (d) => ({
    title: `This network’s proxy doesn’t connect to ${they(d)}`,
    text: `It refused the connection. Ask your network administrator to allow the address. Nothing was sent; Health Relay tries again ${goesOn(d)}.`,
  }),
  'sync.timeout': (d) => ({ title: `${They(d)} didn’t answer in time`, text: triedAgain }),
  'sync.cut_short': (d) => ({ title: `The response from ${they(d)} was cut short`, text: triedAgain }),
  'sync.not_their_answer': (d) => ({
    title: `The response didn’t come from ${they(d)}`,
    text: 'This network’s sign-in page may be in the way: open a web page to check. Nothing is lost; Health Relay tries again automatically.',
  }),
  'sync.redirected': (d) => ({
    title: `${They(d)} redirected to another address`,
    text: 'For your safety, nothing is sent there. Check the address in Settings.',
  }),
  'sync.unauthorized': (d) => ({
    title: `${They(d)} doesn’t accept the token`,
    text: 'It may have expired. Nothing is lost; enter a new one in Settings.',
  }),
  'sync.forbidden': (d) => ({
    title: `${They(d)} doesn’t allow this`,
    text: 'This account doesn’t have permission to write there. Ask for it, or choose another dataset.',
  }),
  'sync.rejected': (d) => ({
    title: `${They(d)} rejected this item`,
    text: `${kept} See Technical details for the server’s message. Fix the cause and retry, or discard the item.`,
  }),
  'sync.not_found': (d) => ({
    title: `${They(d)} couldn’t find it`,
    text: 'The address, dataset, or event doesn’t exist there. Check Settings, then retry.',
  }),
  'sync.id_taken': (d) => ({
    title: 'Another event of yours is in its place',
    text: `It wasn’t sent: ${they(d)} still has another event of yours with the same ID or time, which goes first. ${kept}`,
  }),
  'sync.too_large': (d) => ({
    title: `This is too large for ${they(d)}`,
    text: `${kept} It can’t be made smaller; everything else is sent.`,
  }),
  'sync.server_error': (d) => ({ title: `${They(d)} had an internal error`, text: triedAgain }),
  'sync.unknown_outcome': (d) => ({
    title: 'It may or may not have arrived',
    text: `The connection ended before ${they(d)} answered. ${kept} Sending it again may store it twice.`,
  }),
  'sync.count_mismatch': (d) => ({
    title: `${They(d)} stored a different number of items than were sent`,
    text: 'The numbers of lines sent and stored differ. It doesn’t count as delivered until they match.',
  }),
  'sync.unknown_event_type': (d) => ({
    title: `${They(d)} doesn’t know this event type`,
    text: 'It was removed or renamed there. Health Relay creates it again before the next attempt; retry to do it now.',
  }),
  'sync.not_stored': (d) => ({ title: `${They(d)} didn’t store it`, text: triedAgain }),
  'sync.transaction_open': say(
    'Another transaction is open on this branch',
    'Foundry allows one at a time. Nothing is lost; sending resumes once it’s closed.',
  ),
  'sync.spool_lost': say(
    'This chunk’s file is missing',
    'It was removed from the history folder. Its records are still in the history.',
  ),
  'sync.stored_as_json': say(
    'Stored as JSON, not NDJSON',
    'The dataset may not be readable. The server chooses the format: contact its administrator.',
  ),
  'sync.no_schema': say(
    'Stored, but the dataset has no schema',
    'Nobody can read it as a table yet. In Foundry, open the dataset and choose “Apply a schema”; the next commit is checked again.',
  ),
  'sync.schema_not_allowed': say(
    'Stored, but this account can’t set the dataset’s schema',
    'Nobody can read it as a table yet. In Foundry, ask for permission to edit the dataset or choose “Apply a schema” there; a later commit is checked again.',
  ),
  'sync.not_readable': say(
    'Stored, but the dataset can’t be read as a table',
    'Foundry couldn’t read back the rows it had just stored. Check the dataset’s schema in Foundry; the next commit is checked again.',
  ),
  'sync.not_allowed_to_read': say(
    'Stored, but this account can’t read the dataset',
    'Health Relay can’t check whether the data is readable. Ask for permission to read, and the next commit is checked.',
  ),
  'sync.read_back_differs': say(
    'The dataset returned different data than was sent',
    'The last commit was read back as a table. Rows are missing or have other values. Check the dataset’s schema in Foundry.',
  ),
  'sync.unknown_item': say(
    'This item is no longer there',
    'It was sent, discarded, or queued again after the list was loaded.',
  ),
  'sync.not_retryable': say(
    'This item can’t be sent again',
    'It was delivered or discarded after the list was loaded.',
  ),
  'sync.route_busy': say(
    'One of the two routes is sending',
    'Nothing was changed. Pause it or wait until it finishes, then try again.',
  ),
  'sync.other_route': say(
    'This dataset uses the other route now',
    'You said that both routes lead to the same dataset. The other route sends the missing records, and this one stays off. To use this route again, turn it on and confirm that it’s the same dataset.',
  ),
  'settings.bad_address': (d) => ({ title: 'This address can’t be used', text: addressAdvice(d) }),
  'settings.bad_value': say(
    'That value isn’t valid',
    'One of the fields has a value in the wrong format. Nothing was changed.',
  ),
  'settings.format_fixed': say(
    'This dataset’s file format can’t change',
    'Data was already prepared for it in the other format, and a dataset can hold only one. Choose another dataset or branch for the new format. Nothing was changed.',
  ),
  'settings.unknown_key': say('This setting doesn’t exist', 'Nothing was changed.'),
  'settings.unknown_zone': say('Unknown time zone', 'Choose one from the list. Nothing was changed.'),
  'settings.review_changed': say(
    'The items to send have changed',
    'Items were added after the number was shown. Check the new number and press Send again.',
  ),
};

function addressAdvice(d: ErrorDetails): string {
  switch (d['reason']) {
    case 'not_https':
      return 'It begins with http, so others could read your health data. Use https.';
    case 'user_info':
      return 'It contains a user name or password. Remove it; you sign in separately.';
    case 'query':
      return 'It contains a question mark or a hash. Remove it and everything after it.';
    default:
      return 'Enter a full web address that begins with https.';
  }
}
