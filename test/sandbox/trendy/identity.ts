import { randomBytes, randomUUID } from 'node:crypto';
import type { SandboxClock } from '../http/clock.ts';
import { tokenShaped } from '../http/token-shape.ts';
import type { Micros } from './timestamps.ts';

export interface TrendyUser {
  readonly id: string;
  /** Short name tests use; the mail address is `<name>@example.test`. */
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly createdAt: Micros;
}

export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: TrendyUser;
  /** Seconds since the epoch, by the stand-in's clock. */
  readonly expiresAt: number;
}

export type RefreshRefusal = 'refresh_token_not_found' | 'refresh_token_already_used';

interface RefreshToken {
  readonly session: string;
  readonly user: TrendyUser;
  /** When it was exchanged; null while it is the active one. */
  usedAt: number | null;
}

const reuseGraceMs = 10_000;

/** What GoTrue keeps: users, access tokens with a life (JWTs, as Supabase gives them), refresh tokens that rotate (trendy/README §1.2). */
export class Identity {
  readonly #clock: SandboxClock;
  readonly lifetimeS: number;
  readonly #users = new Map<string, TrendyUser>();
  readonly #access = new Map<string, { user: TrendyUser; session: string; expiresAt: number }>();
  readonly #refresh = new Map<string, RefreshToken>();

  readonly #acceptToken: (token: string) => string | null;

  /** `acceptToken`: the name of the user whose token of another issuer it is, where the deployment takes such tokens. */
  constructor(
    clock: SandboxClock,
    lifetimeS: number,
    acceptToken: (token: string) => string | null = () => null,
  ) {
    this.#clock = clock;
    this.#acceptToken = acceptToken;
    this.lifetimeS = lifetimeS;
  }

  /** The user of this name, made on first use. */
  user(name: string): TrendyUser {
    const known = this.#users.get(name);
    if (known) return known;
    const email = `${name}@example.test`;
    const createdAt = Math.floor(this.#clock.now()) * 1000;
    const user = { id: randomUUID(), name, email, password: `password of ${name}`, createdAt };
    this.#users.set(name, user);
    return user;
  }

  byPassword(email: string, password: string): TrendyUser | null {
    const user = [...this.#users.values()].find((candidate) => candidate.email === email);
    return user && user.password === password ? user : null;
  }

  /** A new session, or the next tokens of one. */
  grant(user: TrendyUser, session: string = randomUUID()): Grant {
    const refreshToken = randomBytes(12).toString('base64url');
    this.#refresh.set(refreshToken, { session, user, usedAt: null });
    return this.#withAccess(user, session, refreshToken);
  }

  #withAccess(user: TrendyUser, session: string, refreshToken: string): Grant {
    const now = this.#clock.now();
    const expiresAt = now + this.lifetimeS * 1000;
    const accessToken = tokenShaped(
      { alg: 'HS256', typ: 'JWT' },
      {
        aud: 'authenticated',
        exp: Math.floor(expiresAt / 1000),
        iat: Math.floor(now / 1000),
        sub: user.id,
        email: user.email,
        role: 'authenticated',
        session_id: session,
      },
    );
    this.#access.set(accessToken, { user, session, expiresAt });
    return { accessToken, refreshToken, user, expiresAt: Math.floor(expiresAt / 1000) };
  }

  /** Whose token this is, while it lives. */
  verify(token: string): TrendyUser | null {
    const access = this.#access.get(token);
    if (access) return this.#clock.now() < access.expiresAt ? access.user : null;
    const name = this.#acceptToken(token);
    return name === null ? null : this.user(name);
  }

  /** Exchanges a refresh token once; again within 10 s it gives the session's active one, later it ends the session. */
  refresh(token: string): Grant | RefreshRefusal {
    const known = this.#refresh.get(token);
    if (!known) return 'refresh_token_not_found';
    const now = this.#clock.now();
    if (known.usedAt === null) {
      known.usedAt = now;
      return this.grant(known.user, known.session);
    }
    const active = [...this.#refresh].find(
      ([, { session, usedAt }]) => session === known.session && usedAt === null,
    );
    if (active && now - known.usedAt <= reuseGraceMs)
      return this.#withAccess(known.user, known.session, active[0]);
    this.#endSessions(({ session }) => session === known.session);
    return 'refresh_token_already_used';
  }

  /** Access tokens end now; refresh tokens still work. Without a token: all of them. */
  expire(token?: string): void {
    for (const [key, access] of this.#access) if (token === undefined || key === token) access.expiresAt = 0;
  }

  /** The session of this access token ends, its refresh token too. */
  endSession(token: string): void {
    const session = this.#access.get(token)?.session;
    this.#endSessions((entry) => entry.session === session);
  }

  /** Signed out everywhere: no token of this user works any more. */
  signOut(user: TrendyUser): void {
    this.#endSessions((entry) => entry.user === user);
  }

  #endSessions(isOf: (entry: { user: TrendyUser; session: string }) => boolean): void {
    for (const [key, entry] of [...this.#access]) if (isOf(entry)) this.#access.delete(key);
    for (const [key, entry] of [...this.#refresh]) if (isOf(entry)) this.#refresh.delete(key);
  }
}
