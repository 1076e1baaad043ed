// The browser's part of a sign-in, without a browser: follows redirects, keeps cookies, fills the page in.

/** Cookies of one browser. Kept by name only: each sign-in of the sandbox has its own paths. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      const expires = attributes.find((each) => /^\s*expires=/i.test(each))?.split('=')[1];
      const isOver = value === '' || (expires !== undefined && Date.parse(expires) <= Date.now());
      if (isOver) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

const maxSteps = 10;

/**
 * Opens the address a client made, picks the person (an id of `people`, or `deny`) and gives the address it is sent back
 * to, with `code` or `error`. With a jar the browser is the same as before: who is signed in is not asked again.
 * Throws with the page's text when the provider shows an error instead. Works at the identity provider and at Foundry.
 */
export async function signIn(
  authorizeUrl: string | URL,
  person: string,
  jar: CookieJar = new CookieJar(),
): Promise<string> {
  const { origin } = new URL(authorizeUrl);
  const open = async (url: string, form?: URLSearchParams) => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: jar.header(), accept: 'text/html' },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    jar.take(response);
    return response;
  };
  let url = String(authorizeUrl);
  let response = await open(url);
  for (let step = 0; step < maxSteps; step += 1) {
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, url);
      if (next.origin !== origin) return next.href;
      url = next.href;
      response = await open(url);
      continue;
    }
    const page = await response.text();
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
    if (response.status !== 200 || action === undefined)
      throw new Error(`the sign-in ended on a page: ${response.status} ${page.replace(/<[^>]+>/g, ' ')}`);
    url = new URL(unescaped(action), url).href;
    response = await open(url, filledIn(page, person));
  }
  throw new Error('the sign-in goes round in circles');
}

function filledIn(page: string, person: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of page.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  ))
    form.set(unescaped(name), unescaped(value));
  if (person !== 'deny') form.set('person', person);
  form.set('choice', person === 'deny' ? 'deny' : 'continue');
  return form;
}

const unescaped = (text: string) =>
  text.replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)));
