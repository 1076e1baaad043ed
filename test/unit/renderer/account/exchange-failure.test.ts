import { AuthenticationError, GenericError } from '@auth0/auth0-spa-js';
import { expect, test } from 'vitest';
import { CallFailed } from '../../../../src/renderer/bridge/queries.ts';
import { exchangeFailure } from '../../../../src/renderer/features/account/exchange-failure.ts';

const mine = new CallFailed({ code: 'account.not_configured', message: '', retryable: false });

test.each<[string, unknown, boolean, string]>([
  ['the person said no', new AuthenticationError('access_denied', '<b>x</b>', 's'), false, 'account.denied'],
  [
    'the service says another error',
    new AuthenticationError('server_error', 'x', 's'),
    false,
    'account.not_their_answer',
  ],
  ['the code is spent', new GenericError('invalid_grant', 'x'), false, 'account.not_their_answer'],
  ['a link without a beginning', new GenericError('missing_transaction', 'x'), false, 'account.link_unknown'],
  ['a foreign link', new GenericError('state_mismatch', 'x'), false, 'account.link_unknown'],
  ['no connection, Chromium', new TypeError('Failed to fetch'), false, 'account.unreachable'],
  ['no connection, Safari', new TypeError('Load failed'), false, 'account.unreachable'],
  ['no answer in time', new Error("Timeout when executing 'fetch'"), false, 'account.unreachable'],
  ['a page of HTML', new SyntaxError('Unexpected token <'), false, 'account.not_their_answer'],
  ['what the data program said', mine, false, 'account.not_configured'],
  ['the page’s own policy', new TypeError('Failed to fetch'), true, 'account.page_outdated'],
  ['nothing known', 'boom', false, 'account.not_their_answer'],
])('%s', (_name, thrown, wasBlocked, code) => {
  const failure = exchangeFailure(thrown, wasBlocked);
  expect(failure.code).toBe(code);
  expect(JSON.stringify(failure)).not.toContain('<b>');
});
