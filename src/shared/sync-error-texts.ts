import { type ErrorDetails, figure, say, type Writer, word } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';

type SyncCode = Extract<ErrorCode, `sync.${string}` | `settings.${string}`>;

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** Whose fault or answer it is, at the start of a sentence or in one: the target's name where it is known. */
const They = (d: ErrorDetails) => word(d, 'target') ?? 'The server';
const they = (d: ErrorDetails) => word(d, 'target') ?? 'the server';

/** `untilMs` (UTC milliseconds) as `at 14:05`; the general word while it is not known. */
function goesOn(d: ErrorDetails): string {
  const until = figure(d, 'untilMs');
  return until === null ? 'by itself in a while' : `at ${clock.format(new Date(until))}`;
}

const triedAgain = 'Nothing is lost; it is tried again by itself.';
const kept = 'It is kept here.';

/** `details` may hold: target (its name) and untilMs (UTC milliseconds of the next try). */
export const syncTexts: Record<SyncCode, Writer> = {
  'sync.off': say(
    'Turned off',
    'Nothing is sent. Turn it on in Settings. You’ll see a summary before anything is sent.',
  ),
  'sync.off_after_crashes': say(
    'Sending is off after crashes',
    'Health Relay ended several times in a row soon after it was started. So that your history can be read, it runs without making events and without sending. What is pending stays pending; “Try sending again” on the Sync page starts it anew.',
  ),
  'sync.offline': (d) => ({
    title: 'No connection',
    text: `${They(d)} cannot be reached from this computer. Nothing is lost; sending goes on ${goesOn(d)}.`,
  }),
  'sync.signed_out': (d) => ({
    title: 'Not signed in',
    text: `${They(d)} does not accept your sign-in. Nothing is lost; sending goes on after you sign in again in Settings.`,
  }),
  'sync.needs_home_zone': say(
    'The home time zone is not confirmed',
    'Days begin at midnight in your home zone, so no event is made before it is known. Confirm it in Settings.',
  ),
  'sync.wrong_account': (d) => ({
    title: 'Another account is signed in',
    text: `These items belong to another account at ${they(d)}. They are kept; sign in with that account to send them.`,
  }),
  'sync.rate_limited': (d) => ({
    title: `${They(d)} asked us to slow down`,
    text: `Nothing is lost; sending goes on ${goesOn(d)}.`,
  }),
  'sync.paused_by_you': say('Paused by you', 'Nothing is sent until you resume. What waits stays in order.'),
  'sync.needs_address': say(
    'Not set up yet',
    'An address, and for Foundry a dataset, is needed before anything can be sent. Enter it in Settings.',
  ),
  'sync.far_side_failing': (d) => ({
    title: `${They(d)} is having problems`,
    text: `Several requests in a row failed there. Nothing is lost; sending goes on ${goesOn(d)}.`,
  }),
  'sync.replaced': say(
    'Replaced by another address',
    'It is kept as it was and sends nothing. Enter its address again in Settings to go on with it.',
  ),
  'sync.network': (d) => ({
    title: `The connection to ${they(d)} failed`,
    text: triedAgain,
  }),
  'sync.cert_untrusted': (d) => ({
    title: `The certificate of ${they(d)} is not trusted`,
    text: `This computer doesn’t recognize its issuer, or the server issued it itself. Someone may be intercepting the connection, as networks that inspect traffic do. Nothing was sent; it is tried again ${goesOn(d)}.`,
  }),
  'sync.cert_date': (d) => ({
    title: `The certificate of ${they(d)} is not valid today`,
    text: `It has expired or is not valid yet. Check the date and time of this computer first. Nothing was sent; it is tried again ${goesOn(d)}.`,
  }),
  'sync.cert_host': (d) => ({
    title: `The certificate of ${they(d)} is for another address`,
    text: `A different server answers there. Check the address in Settings. Nothing was sent; it is tried again ${goesOn(d)}.`,
  }),
  'sync.proxy_unreachable': (d) => ({
    title: 'The proxy of this network did not answer',
    text: `The system, or the variable HTTPS_PROXY, names a proxy on the way to ${they(d)}, and it could not be reached. Nothing was sent; it is tried again ${goesOn(d)}.`,
  }),
  'sync.proxy_auth': (d) => ({
    title: 'The proxy of this network wants a password',
    text: `Start Health Relay with the variable HTTPS_PROXY set to http://name:password@host:port. Nothing was sent to ${they(d)}; it is tried again ${goesOn(d)}.`,
  }),
  'sync.proxy_refused': (d) => ({
    title: `The proxy of this network does not connect to ${they(d)}`,
    text: `It refused the connection. Ask your network administrator to allow the address. Nothing was sent; it is tried again ${goesOn(d)}.`,
  }),
  'sync.timeout': (d) => ({ title: `${They(d)} did not answer in time`, text: triedAgain }),
  'sync.cut_short': (d) => ({ title: `The answer of ${they(d)} was cut short`, text: triedAgain }),
  'sync.not_their_answer': (d) => ({
    title: `The reply did not come from ${they(d)}`,
    text: 'The sign-in page of a network may be in the way: open a web page to see. Nothing is lost; it is tried again by itself.',
  }),
  'sync.redirected': (d) => ({
    title: `${They(d)} pointed to another address`,
    text: 'For your safety nothing is sent there. Check the address in Settings.',
  }),
  'sync.unauthorized': (d) => ({
    title: `${They(d)} does not accept the token`,
    text: 'It may have expired. Nothing is lost; enter a new one in Settings.',
  }),
  'sync.forbidden': (d) => ({
    title: `${They(d)} does not allow this`,
    text: 'This account may not write there. Ask for the right to write, or choose another dataset.',
  }),
  'sync.rejected': (d) => ({
    title: `${They(d)} refused this item`,
    text: `${kept} See Technical details for the server’s message. Fix the cause and retry, or discard the item.`,
  }),
  'sync.not_found': (d) => ({
    title: `${They(d)} couldn’t find it`,
    text: 'The address, dataset, or event doesn’t exist there. Check Settings, then retry.',
  }),
  'sync.id_taken': (d) => ({
    title: 'Another event of yours is in its place',
    text: `${They(d)} was not asked: it still has an event of yours under the same id or at the same time, which goes first. ${kept}`,
  }),
  'sync.too_large': (d) => ({
    title: `This is too large for ${they(d)}`,
    text: `${kept} It cannot be made smaller; everything else is sent.`,
  }),
  'sync.server_error': (d) => ({ title: `${They(d)} had an internal error`, text: triedAgain }),
  'sync.unknown_outcome': (d) => ({
    title: 'It may or may not have arrived',
    text: `The connection ended before ${they(d)} answered. ${kept} Sending it again may store it twice.`,
  }),
  'sync.count_mismatch': (d) => ({
    title: `${They(d)} stored a different number of items than were sent`,
    text: 'The numbers of lines sent and stored differ. It counts as not delivered until they agree.',
  }),
  'sync.unknown_event_type': (d) => ({
    title: `${They(d)} does not know this event type`,
    text: 'It was removed or renamed there. It is created again before the next try; retry to do it now.',
  }),
  'sync.not_stored': (d) => ({ title: `${They(d)} did not store it`, text: triedAgain }),
  'sync.transaction_open': say(
    'Another transaction is open on this branch',
    'Foundry takes one at a time. Nothing is lost; sending goes on once it is closed.',
  ),
  'sync.spool_lost': say(
    'The file of this chunk is gone',
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
    'Stored, but the account may not set the dataset’s schema',
    'Nobody can read it as a table yet. In Foundry, ask for permission to edit the dataset or choose “Apply a schema” there; a later commit is checked again.',
  ),
  'sync.not_readable': say(
    'Stored, but the dataset cannot be read as a table',
    'Foundry could not read back the rows that were just stored there. Check the dataset’s schema in Foundry; the next commit is checked again.',
  ),
  'sync.not_allowed_to_read': say(
    'Stored, but this account may not read the dataset',
    'So it isn’t known whether anybody can read what was sent. Ask for the right to read, and the next commit is checked.',
  ),
  'sync.read_back_differs': say(
    'The dataset returned different data than was sent',
    'The rows of the last commit were read as a table and are not all there, or not with the same values. Check the dataset’s schema in Foundry.',
  ),
  'sync.unknown_item': say(
    'This item is no longer there',
    'It was sent, discarded, or queued again after the list was loaded.',
  ),
  'sync.not_retryable': say(
    'This item cannot be sent again',
    'It was delivered or discarded after the list was loaded.',
  ),
  'sync.route_busy': say(
    'One of the two routes is sending',
    'Nothing was changed. Pause it or wait until it finishes, then try again.',
  ),
  'sync.other_route': say(
    'It goes by the other route now',
    'You said that both lead to the same dataset. What is missing there is sent by the other one. This one is not turned on beside it. To send by this one again, say where you turn it on that it is the same dataset.',
  ),
  'settings.bad_address': (d) => ({ title: 'This address cannot be used', text: addressAdvice(d) }),
  'settings.bad_value': say(
    'That value is not valid',
    'One of the fields has a value in the wrong format. Nothing was changed.',
  ),
  'settings.format_fixed': say(
    'This dataset keeps its file format',
    'Data was already prepared for it in the other format, and a dataset holds one. Choose another dataset or branch for the new format. Nothing was changed.',
  ),
  'settings.unknown_key': say('There is no such setting', 'Nothing was changed.'),
  'settings.unknown_zone': say(
    'This time zone is not known',
    'Choose one from the list. Nothing was changed.',
  ),
  'settings.review_changed': say(
    'What would be sent has changed',
    'Something was added since the number was shown. Look at the new number and press Send again.',
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
      return 'Enter a whole web address that begins with https.';
  }
}
