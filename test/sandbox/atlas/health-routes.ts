// GET /health, /health/live, /health/ready (atlas/README §8): before the token and the limiters.
import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import { type AnswerContext, json } from './envelope.ts';

const startedAt = performance.now();

/** The answer of a health route, or null for every other path. */
export function healthReply(request: WireRequest, context: AnswerContext): WireReply | null {
  if (request.method !== 'GET') return null;
  const common = { timestamp: new Date(context.now()).toISOString(), correlationId: context.correlationId };
  if (request.path === '/health') return json(200, { status: 'healthy', version: '1.0.0', ...common });
  if (request.path === '/health/live') {
    const uptime = (performance.now() - startedAt) / 1000;
    return json(200, { status: 'alive', uptime, memory: process.memoryUsage(), ...common });
  }
  if (request.path !== '/health/ready') return null;
  const checks = { foundry: true, redis: true, auth0: true, ...tokenChecks(request.headers.authorization) };
  const isReady = Object.values(checks).every((check) => check === true);
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks, ...common });
}

/** Only the token's shape is looked at, never its signature; without a token both stay null, so ready is 503 (atlas/README §8). */
function tokenChecks(authorization: string | undefined) {
  const unknown = { tokenKidPresent: null, tokenAudienceOk: null };
  const parts = (authorization ?? '').replace(/^Bearer /, '').split('.');
  if (parts.length !== 3) return unknown;
  try {
    const [head, claims] = parts
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
    const kid = (head as { kid?: unknown }).kid;
    const aud = (claims as { aud?: unknown }).aud;
    return {
      tokenKidPresent: Boolean(kid),
      tokenAudienceOk: [aud].flat().includes('https://api.atlas.ai'),
    };
  } catch {
    return unknown;
  }
}
