import { createHash, randomBytes } from 'node:crypto';
import type { IdentitySandbox } from '../../../sandbox/identity/identity-sandbox.ts';
import { type CookieJar, signIn } from '../../../sandbox/identity/sign-in.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, string>>;
}

export const appCallback = 'app.healthrelay.desktop:/callback';

/** A public native client written by hand, so that the wire is seen. */
export class NativeClient {
  readonly identity: IdentitySandbox;
  readonly redirectUri: string;
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(identity: IdentitySandbox, redirectUri = appCallback) {
    this.identity = identity;
    this.redirectUri = redirectUri;
  }

  authorizeUrl(more: Readonly<Record<string, string | null>> = {}): string {
    const url = new URL('/authorize', this.identity.domain);
    const parameters: Record<string, string | null> = {
      response_type: 'code',
      client_id: this.identity.clientId,
      redirect_uri: this.redirectUri,
      scope: 'openid profile email offline_access',
      audience: this.identity.audience,
      state: 'state-of-the-test',
      nonce: 'nonce-of-the-test',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    };
    for (const [name, value] of Object.entries(parameters))
      if (value !== null) url.searchParams.set(name, value);
    return url.href;
  }

  /** Where the browser is sent back to. */
  async comeBack(
    person: string,
    more: Readonly<Record<string, string | null>> = {},
    jar?: CookieJar,
  ): Promise<URL> {
    return new URL(await signIn(this.authorizeUrl(more), person, jar));
  }

  async signIn(person: string): Promise<TokenAnswer['body']> {
    const { status, body } = await this.exchange(
      (await this.comeBack(person)).searchParams.get('code') ?? '',
    );
    if (status !== 200) throw new Error(`no tokens: ${JSON.stringify(body)}`);
    return body;
  }

  exchange(code: string, verifier = this.verifier): Promise<TokenAnswer> {
    const { redirectUri: redirect_uri } = this;
    return this.post('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri,
      code_verifier: verifier,
    });
  }

  refresh(token: string): Promise<TokenAnswer> {
    return this.post('/oauth/token', { grant_type: 'refresh_token', refresh_token: token });
  }

  /** A form post with the client's id, as a public client sends. */
  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TokenAnswer> {
    const body = new URLSearchParams({ client_id: this.identity.clientId, ...fields });
    const response = await fetch(this.identity.domain + path, { method: 'POST', body, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  }
}
