// The page where oidc-provider sends a person, and what their choice does.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { chosenPerson, signInPage } from './sign-in-page.ts';

/** Answers `GET` and `POST /u/login/:uid`; a sign-in that is unknown or over is told so by oidc-provider's error. */
export async function answerLogin(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return sendPage(request, response);
    const form = new URLSearchParams(await textOf(request));
    const person = chosenPerson(form);
    const result =
      person === null
        ? { error: 'access_denied', error_description: 'User did not authorize the request' }
        : { login: { accountId: person.sub } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } catch (error) {
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(error instanceof Error ? error.message : 'no such sign-in');
  }
}

function sendPage(request: IncomingMessage, response: ServerResponse): void {
  const page = signInPage({ action: request.url ?? '', title: 'Health Relay sandbox: sign in' });
  response.writeHead(page.status, { ...page.headers });
  response.end(page.body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
