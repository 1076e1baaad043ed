import { AuthenticationError, GenericError } from '@auth0/auth0-spa-js';
import { expect, test } from 'vitest';
import { CallFailed } from '../../../../src/renderer/bridge/queries.ts';
import { exchangeFailure } from '../../../../src/renderer/features/account/auth0-sign-in.ts';

const mine = new CallFailed({ code: 'account.not_configured', message: '', retryable: false });

test.each<[string, unknown, string]>([
  ['the person said no', new AuthenticationError('access_denied', '<b>x</b>', 's'), 'account.denied'],
  [
    'the service says another error',
    new AuthenticationError('server_error', 'x', 's'),
    'account.not_their_answer',
  ],
  ['the code is spent', new GenericError('invalid_grant', 'x'), 'account.not_their_answer'],
  ['a link without a beginning', new GenericError('missing_transaction', 'x'), 'account.link_unknown'],
  ['a foreign link', new GenericError('state_mismatch', 'x'), 'account.link_unknown'],
  ['the library did not load, Chromium', new TypeError('Failed to fetch'), 'account.unreachable'],
  ['the library did not load, Safari', new TypeError('Load failed'), 'account.unreachable'],
  ['no answer in time', new Error("Timeout when executing 'fetch'"), 'account.unreachable'],
  ['a page of HTML', new SyntaxError('Unexpected token <'), 'account.not_their_answer'],
  ['what the data program said', mine, 'account.not_configured'],
  ['nothing known', 'boom', 'account.not_their_answer'],
])('%s', (_name, thrown, code) => {
  const failure = exchangeFailure(thrown);
  expect(failure.code).toBe(code);
  expect(JSON.stringify(failure)).not.toContain('<b>');
});
