// The page a person meets in the browser, at the identity provider and at Foundry alike.
import type { WireReply } from '../http/loopback-server.ts';
import { findPerson, people, type SandboxPerson } from './people.ts';

export interface SignInPage {
  /** Where the form is posted to. */
  readonly action: string;
  /** What is signed in to, e.g. `Health Relay sandbox`. */
  readonly title: string;
  /** Sent back with the choice. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** Text for HTML. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** Plain HTML: one radio a person (labeled by name), the buttons Continue and Deny. */
export function signInPage({ action, title, hidden = {} }: SignInPage): WireReply {
  const inputs = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const choices = people.map(
    ({ id, name, email }, at) =>
      `<p><label><input type="radio" name="person" value="${id}"${at === 0 ? ' checked' : ''}> ${name}</label> (${email})</p>`,
  );
  return htmlReply(
    200,
    title,
    `<form method="post" action="${escaped(action)}">${inputs.join('')}<fieldset><legend>Who are you?</legend>${choices.join('')}</fieldset>` +
      '<button name="choice" value="continue">Continue</button> <button name="choice" value="deny">Deny</button></form>',
  );
}

/** What was chosen: a person, or null for Deny. Throws for a person who is not in the sandbox. */
export function chosenPerson(form: URLSearchParams): SandboxPerson | null {
  if (form.get('choice') === 'deny') return null;
  const person = findPerson(form.get('person'));
  if (person === null) throw new Error(`the sign-in page got ${form.get('person') ?? 'no person'}`);
  return person;
}

/** A page with a heading; `content` is HTML. */
export const htmlReply = (status: number, title: string, content: string): WireReply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body><h1>${escaped(title)}</h1>${content}</body></html>`,
});
