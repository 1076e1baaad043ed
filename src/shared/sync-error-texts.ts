import { type ErrorDetails, say, unlessFinal, type Writer } from './error-text-writer.ts';
import type { ErrorCode } from './errors.ts';
import { m, t } from './language.ts';

type SyncCode = Extract<ErrorCode, `sync.${string}` | `settings.${string}`>;

const triedAgain = unlessFinal(m('Nothing is lost; Health Relay tries again automatically.'));
const resumes = unlessFinal(
  m('Nothing is lost; sending resumes {until, select, unknown {automatically} other {at {until}}}.'),
);
const triesAgain = unlessFinal(
  m(
    'Nothing was sent; Health Relay tries again {until, select, unknown {automatically} other {at {until}}}.',
  ),
);
const kept = m('It’s kept here.');
const checkedAgain = m('While Health Relay is open and can send there, this is checked again every hour.');

/**
 * `details` may hold: target (its name), untilMs (UTC milliseconds of the next try), isFinal (an item that is left to the user: nothing
 * is said of what follows), isRecognized (the server tells a repeat of the item from a second one).
 */
export const syncTexts: Record<SyncCode, Writer> = {
  'sync.off': say(
    m('Turned off'),
    m('Nothing is sent. Turn it on in Settings. You’ll see a summary before anything is sent.'),
  ),
  'sync.off_after_crashes': say(
    m('Sending is off after crashes'),
    m(
      'Health Relay crashed several times in a row soon after starting. To keep your history readable, it runs without creating events and without sending. Pending items stay pending; “Try sending again” on the Sync page starts sending again.',
    ),
  ),
  'sync.offline': say(
    m('No connection'),
    m('{target, select, none {The server} other {{target}}} can’t be reached from this computer.'),
    resumes,
  ),
  'sync.signed_out': say(
    m('Not signed in'),
    m(
      '{target, select, none {The server} other {{target}}} doesn’t accept your sign-in. Nothing is lost; sending resumes after you sign in again in Settings.',
    ),
  ),
  'sync.needs_home_zone': say(
    m('The home time zone isn’t confirmed'),
    m(
      'Days begin at midnight in your home time zone, so no events are created until you confirm it in Settings.',
    ),
  ),
  'sync.wrong_account': say(
    m('A different account is signed in'),
    m(
      'These items belong to another account at {target, select, none {the server} other {{target}}}. They’re kept; sign in with that account to send them.',
    ),
  ),
  'sync.rate_limited': say(
    m('{target, select, none {The server} other {{target}}} asked us to slow down'),
    resumes,
  ),
  'sync.paused_by_you': say(
    m('Paused by you'),
    m('Nothing is sent until you resume. Pending items stay in order.'),
  ),
  'sync.needs_address': say(
    m('Not set up yet'),
    m('Enter an address in Settings, and for Foundry also a dataset. Nothing can be sent without them.'),
  ),
  'sync.far_side_failing': say(
    m('{target, select, none {The server} other {{target}}} is having problems'),
    m('The last request failed.'),
    resumes,
  ),
  'sync.replaced': say(
    m('Replaced by another address or account'),
    m(
      'It’s kept unchanged and sends nothing. To use it again, enter its address or sign in with its account in Settings.',
    ),
  ),
  'sync.network': say(
    m('The connection to {target, select, none {the server} other {{target}}} failed'),
    triedAgain,
  ),
  'sync.cert_untrusted': say(
    m('The certificate of {target, select, none {the server} other {{target}}} isn’t trusted'),
    m(
      'This computer doesn’t recognize its issuer, or the server issued it itself. Someone may be intercepting the connection, as networks that inspect traffic do.',
    ),
    triesAgain,
  ),
  'sync.cert_date': say(
    m('The certificate of {target, select, none {the server} other {{target}}} isn’t valid today'),
    m('It has expired or isn’t valid yet. Check this computer’s date and time first.'),
    triesAgain,
  ),
  'sync.cert_host': say(
    m('The certificate of {target, select, none {the server} other {{target}}} is for another address'),
    m('A different server answers there. Check the address in Settings.'),
    triesAgain,
  ),
  'sync.proxy_unreachable': say(
    m('This network’s proxy didn’t answer'),
    m(
      'The system or the HTTPS_PROXY variable names a proxy for {target, select, none {the server} other {{target}}}, and that proxy couldn’t be reached.',
    ),
    triesAgain,
  ),
  'sync.proxy_auth': say(
    m('This network’s proxy requires a password'),
    m(
      'Enter the name and password in Settings under Network. On the command line, set the HTTPS_PROXY variable to http://name:password@host:port. Nothing was sent to {target, select, none {the server} other {{target}}}; Health Relay tries again {until, select, unknown {automatically} other {at {until}}}.',
    ),
  ),
  'sync.proxy_scheme': say(
    m('This network’s proxy requires a sign-in method that Health Relay doesn’t support'),
    m(
      'It accepts only methods such as NTLM, Negotiate (Kerberos), or Digest. Ask your network administrator to allow Basic sign-in, or to allow the address without a sign-in.',
    ),
    triesAgain,
  ),
  'sync.proxy_refused': say(
    m('This network’s proxy doesn’t connect to {target, select, none {the server} other {{target}}}'),
    m('It refused the connection. Ask your network administrator to allow the address.'),
    triesAgain,
  ),
  'sync.timeout': say(
    m('{target, select, none {The server} other {{target}}} didn’t answer in time'),
    triedAgain,
  ),
  'sync.cut_short': say(
    m('The response from {target, select, none {the server} other {{target}}} was cut short'),
    triedAgain,
  ),
  'sync.not_their_answer': say(
    m('The response didn’t come from {target, select, none {the server} other {{target}}}'),
    m('This network’s sign-in page may be in the way: open a web page to check.'),
    triedAgain,
  ),
  'sync.redirected': say(
    m('{target, select, none {The server} other {{target}}} redirected to another address'),
    m('For your safety, nothing is sent there. Check the address in Settings.'),
  ),
  'sync.unauthorized': say(
    m('{target, select, none {The server} other {{target}}} doesn’t accept the token'),
    m('It may have expired. Nothing is lost; enter a new one in Settings.'),
  ),
  'sync.forbidden': say(
    m('{target, select, none {The server} other {{target}}} doesn’t allow this'),
    m('This account doesn’t have permission to write there. Ask for it, or choose another dataset.'),
  ),
  'sync.rejected': say(
    m('{target, select, none {The server} other {{target}}} rejected this item'),
    kept,
    unlessFinal(
      m('See Technical details for the server’s message. Fix the cause and retry, or discard the item.'),
    ),
  ),
  // Of every request, as opposed to one item: a pause of the destination.
  'sync.refused': say(
    m('{target, select, none {The server} other {{target}}} refuses what Health Relay sends'),
    m(
      'The reason isn’t a single item. Nothing is lost. Check the address and the account in Settings, then try again.',
    ),
  ),
  'sync.not_found': say(
    m('{target, select, none {The server} other {{target}}} couldn’t find it'),
    m('The address, dataset, or event doesn’t exist there. Check Settings, then retry.'),
  ),
  'sync.id_taken': say(
    m('Another event of yours is in its place'),
    m(
      'It isn’t stored there: {target, select, none {the server} other {{target}}} still has another event of yours with the same ID or time, which goes first.',
    ),
    kept,
  ),
  'sync.too_large': say(
    m('This is too large for {target, select, none {the server} other {{target}}}'),
    kept,
    m('It can’t be made smaller; everything else is sent.'),
  ),
  'sync.server_error': say(
    m('{target, select, none {The server} other {{target}}} had an internal error'),
    triedAgain,
  ),
  'sync.unknown_outcome': say(
    m('It may or may not have arrived'),
    m('{target, select, none {The server} other {{target}}} didn’t confirm that it was stored.'),
    kept,
    repeatSentence,
  ),
  'sync.count_mismatch': say(
    m(
      '{target, select, none {The server} other {{target}}} stored a different number of items than were sent',
    ),
    m('The numbers of lines sent and stored differ. It doesn’t count as delivered until they match.'),
  ),
  'sync.unknown_event_type': say(
    m('{target, select, none {The server} other {{target}}} doesn’t know this event type'),
    m(
      'It was removed or renamed there. Health Relay creates it again before the next attempt; retry to do it now.',
    ),
  ),
  'sync.not_stored': say(
    m('{target, select, none {The server} other {{target}}} didn’t store it'),
    triedAgain,
  ),
  'sync.transaction_open': say(
    m('Another transaction is open on this branch'),
    m('Foundry allows one at a time. Nothing is lost; sending resumes once it’s closed.'),
  ),
  'sync.spool_lost': say(
    m('This chunk’s file is missing'),
    m('It was removed from the history folder. Its records are still in the history.'),
  ),
  'sync.out_of_scope': say(
    m('Not in the data you chose to send'),
    m(
      '{target, select, none {The target} other {{target}}} is turned off, or what you agreed to send there doesn’t include this item. To send it, include it in Settings; otherwise, discard it.',
    ),
  ),
  'sync.stored_as_json': say(
    m('Stored as JSON, not NDJSON'),
    m('The dataset may not be readable. The server chooses the format: contact its administrator.'),
  ),
  'sync.no_schema': say(
    m('Stored, but the dataset has no schema'),
    m('Nobody can read it as a table yet. In Foundry, open the dataset and choose “Apply a schema”.'),
    checkedAgain,
  ),
  'sync.schema_not_allowed': say(
    m('Stored, but this account can’t set the dataset’s schema'),
    m(
      'Nobody can read it as a table yet. In Foundry, ask for permission to edit the dataset or choose “Apply a schema” there.',
    ),
    checkedAgain,
  ),
  'sync.not_readable': say(
    m('Stored, but the dataset can’t be read as a table'),
    m('Foundry couldn’t read back rows that it stored. Check the dataset’s schema in Foundry.'),
    checkedAgain,
  ),
  'sync.not_allowed_to_read': say(
    m('Stored, but this account can’t read the dataset'),
    m('Health Relay can’t check whether the data is readable. Ask for permission to read.'),
    checkedAgain,
  ),
  'sync.read_back_differs': say(
    m('The dataset returned different data than was sent'),
    m(
      'A commit was read back as a table. Rows are missing or have other values. Check the dataset’s schema in Foundry.',
    ),
    checkedAgain,
  ),
  'sync.unknown_item': say(
    m('This item is no longer there'),
    m('It was sent, discarded, or queued again after the list was loaded.'),
  ),
  'sync.item_changed': say(
    m('This item changed meanwhile'),
    m(
      'It’s being sent, or it was delivered, discarded, or queued again after the list was loaded. Nothing was changed.',
    ),
  ),
  'sync.route_busy': say(
    m('One of the two routes is sending'),
    m('Nothing was changed. Pause it or wait until it finishes, then try again.'),
  ),
  'sync.other_route': say(
    m('This dataset uses the other route now'),
    m(
      'You said that both routes lead to the same dataset. The other route sends the missing records, and this one stays off. To use this route again, turn it on and confirm that it’s the same dataset.',
    ),
  ),
  'settings.bad_address': say(m('This address can’t be used'), addressAdvice),
  'settings.bad_value': say(
    m('That value isn’t valid'),
    m('One of the fields has a value in the wrong format. Nothing was changed.'),
  ),
  'settings.format_fixed': say(
    m('This dataset’s file format can’t change'),
    m(
      'Data was already prepared for it in the other format, and a dataset can hold only one. Choose another dataset or branch for the new format. Nothing was changed.',
    ),
  ),
  'settings.unknown_key': say(m('This setting doesn’t exist'), m('Nothing was changed.')),
  'settings.unknown_zone': say(m('Unknown time zone'), m('Choose one from the list. Nothing was changed.')),
  'settings.review_changed': say(
    m('The data to send has changed'),
    m(
      'The data or the account changed after the number was shown, so nothing was changed or sent. Check the new number and the account, then confirm again.',
    ),
  ),
};

function repeatSentence({ isFinal, isRecognized }: ErrorDetails): string {
  if (isFinal === true) return '';
  return isRecognized === true
    ? t('Health Relay tries again automatically; that can’t store it twice.')
    : t('Sending it again may store it twice.');
}

function addressAdvice(d: ErrorDetails): string {
  switch (d['reason']) {
    case 'not_https':
      return t('It begins with http, so others could read your health data. Use https.');
    case 'user_info':
      return t('It contains a user name or password. Remove it; you sign in separately.');
    case 'query':
      return t('It contains a question mark or a hash. Remove it and everything after it.');
    default:
      return t('Enter a full web address that begins with https.');
  }
}
