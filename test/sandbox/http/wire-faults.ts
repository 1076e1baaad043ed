import type { SandboxClock } from './clock.ts';
import { type FaultMatch, type FaultPlan, type FaultTarget, isMatch } from './faults.ts';
import type { WireAnswer, WireReply } from './loopback-server.ts';

/** What can happen between a client and any of the backends, whatever the backend does (trendy/README §6.3). */
export type WireFault =
  /** Slow: before the work, or with the work done and the answer late. */
  | { readonly kind: 'latency'; readonly ms: number; readonly afterCommit?: boolean }
  /** Waits, before the work or with the work done, until a test lets it go. */
  | { readonly kind: 'held'; readonly until: Promise<unknown>; readonly afterCommit?: boolean }
  /** The connection is cut before anything happened. */
  | { readonly kind: 'dropBeforeCommit' }
  /** Everything happened, then the connection is cut without an answer. */
  | { readonly kind: 'commitThenDrop' }
  /** A balancer's page instead of an answer; with `afterCommit` the work was done all the same. */
  | { readonly kind: 'htmlError'; readonly status: 502 | 503 | 504; readonly afterCommit?: boolean }
  /**
   * Cloudflare's error in front of a server, for a client that asks for no page: `error code: 521` (as in reports of clients that got
   * one; its statuses: developers.cloudflare.com, "Cloudflare 5xx errors").
   */
  | { readonly kind: 'cloudflareError'; readonly status: CloudflareStatus; readonly afterCommit?: boolean }
  /**
   * A balancer's page once the work has taken longer than it waits; the backend goes on and does all of it. Counted by the clock of
   * the stand-in.
   */
  | { readonly kind: 'impatientBalancer'; readonly patienceMs: number; readonly status?: 502 | 504 }
  /** 200 and a sign-in page of the hotel; nothing reached the backend. */
  | { readonly kind: 'captivePortal' }
  /** The work was done; the answer stops in its middle and the connection is cut. */
  | { readonly kind: 'cutAnswer' }
  /** The work was done; the answer is complete HTTP, its JSON stops in the middle. */
  | { readonly kind: 'truncatedJson' }
  /** Nothing reached the backend; the answer points elsewhere. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: 301 | 302 | 307 | 308 };

export type CloudflareStatus = 520 | 521 | 522 | 523 | 524 | 525 | 526 | 527 | 530;

const html = { 'Content-Type': 'text/html; charset=utf-8' };

/** Runs the work of one request under these faults; faults of other kinds are the work's own business. */
export async function underWireFaults(
  faults: readonly { readonly kind: string }[],
  clock: SandboxClock,
  work: () => Promise<WireReply>,
): Promise<WireAnswer> {
  // The kinds are disjoint from every stand-in's own kinds, so a narrowing by name is enough.
  const wire = faults as readonly WireFault[];
  const find = <K extends WireFault['kind']>(kind: K) =>
    wire.find((fault): fault is Extract<WireFault, { kind: K }> => fault.kind === kind);
  const wait = async (isCommitted: boolean) => {
    for (const fault of wire) {
      const isLate = 'afterCommit' in fault && fault.afterCommit === true;
      if (isLate !== isCommitted) continue;
      if (fault.kind === 'latency') await clock.sleep(fault.ms);
      if (fault.kind === 'held') await fault.until;
    }
  };
  await wait(false);
  if (find('dropBeforeCommit')) return 'drop';
  const redirect = find('redirect');
  if (redirect) return { status: redirect.status ?? 302, headers: { Location: redirect.to }, body: '' };
  if (find('captivePortal')) return { status: 200, headers: html, body: captivePortalPage };
  const error = find('htmlError');
  if (error && !error.afterCommit) return errorPage(error.status);
  const edge = find('cloudflareError');
  if (edge && !edge.afterCommit) return edgeAnswer(edge.status);

  const startedAt = clock.now();
  const reply = await work();
  const balancer = find('impatientBalancer');
  if (balancer && clock.now() - startedAt > balancer.patienceMs) return errorPage(balancer.status ?? 502);
  await wait(true);
  if (find('commitThenDrop')) return 'drop';
  if (error) return errorPage(error.status);
  if (edge) return edgeAnswer(edge.status);
  if (find('cutAnswer')) return { ...reply, sentShare: 0.5 };
  if (find('truncatedJson'))
    return {
      ...reply,
      body: Buffer.from(reply.body).subarray(0, Math.floor(Buffer.byteLength(reply.body) / 2)),
    };
  return reply;
}

export interface HeldRequests {
  /** Resolves when the first of them is there. */
  readonly whenHeld: Promise<void>;
  /** Those that wait go on, and later ones are not held. */
  release(): void;
}

/** Requests that match wait until they are let go: how a test is in the middle of a sync on any machine. */
export function holdRequests(
  faults: Pick<FaultPlan<WireFault>, 'every'>,
  match: FaultMatch,
  { afterCommit = false } = {},
): HeldRequests {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const isHeld = (target: FaultTarget) => {
    if (!isMatch(match, target)) return false;
    arrived.resolve();
    return true;
  };
  const stop = faults.every(isHeld, { kind: 'held', until: released.promise, afterCommit });
  return {
    whenHeld: arrived.promise,
    release: () => {
      stop();
      released.resolve();
    },
  };
}

const errorPage = (status: number): WireReply => ({
  status,
  headers: html,
  body: `<html><head><title>${status}</title></head><body><h1>${status} Server Error</h1></body></html>`,
});

const edgeAnswer = (status: CloudflareStatus): WireReply => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=UTF-8', Server: 'cloudflare' },
  body: `error code: ${status}`,
});

const captivePortalPage =
  '<!DOCTYPE html><html><body><form action="/login"><h1>Welcome to the guest network</h1></form></body></html>';
