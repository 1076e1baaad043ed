import { dialog } from 'electron';
import { calls } from '../shared/contract/index.ts';
import type { CallbackOutcome } from '../shared/domain/account.ts';
import { textFor } from '../shared/error-texts.ts';
import type { ErrorCode, Result } from '../shared/errors.ts';
import { refused } from '../shared/failure.ts';
import { t } from '../shared/language.ts';
import type { AppContext } from './app-context.ts';
import { registerScheme } from './scheme-handler.ts';

/** The message about a callback that leads nowhere; the page that began the sign-in reports the others. */
const codeOf: Readonly<Record<CallbackOutcome, ErrorCode | null>> = {
  accepted: null,
  denied: null,
  late: 'account.link_late',
  used: 'account.link_used',
  unknown: 'account.link_unknown',
};

/**
 * Prepares the return path of a sign-in before it begins: a loopback listener, or else our scheme, registered for the
 * copy of the app that opened the browser, even if another copy was started later. Errors: those of account.beginSignIn.
 */
export async function prepareReturn(
  { data, scheme }: Pick<AppContext, 'data' | 'scheme'>,
  input: unknown,
): Promise<Result<unknown>> {
  const begin = calls['account.beginSignIn'].input.safeParse(input);
  if (!begin.success) return refused('request.invalid');
  const answer = await data.host('host.openSignInDoor', begin.data);
  if (answer.ok && !answer.value.isOpen) registerScheme(scheme);
  return answer;
}

/** Hands the callback address to the data program, and shows the window that the user returns to. */
export async function followSignIn({ data, window }: AppContext, url: string): Promise<void> {
  window.show();
  const answer = await data.host('host.signInCallback', { url });
  const code = answer.ok ? codeOf[answer.value.outcome] : answer.error.code;
  if (code === null) return;
  const { title, text } = textFor(code);
  const options = { type: 'info' as const, message: title, detail: text, buttons: [t('OK')] };
  const parent = window.current();
  await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
}
