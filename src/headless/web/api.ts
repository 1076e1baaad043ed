import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ErrorCode, Result } from '../../shared/errors.ts';
import { toFailure } from '../../shared/failure.ts';
import type { Gateway } from '../../shared/gateway.ts';
import { readJson, refuse, sendResult } from './json-messages.ts';
import type { PushStreams } from './push-stream.ts';
import { announcementSchema } from './upload-plan.ts';
import type { Uploads } from './uploads.ts';

export interface ApiParts {
  readonly gateway: Gateway;
  readonly streams: PushStreams;
  readonly uploads: Uploads;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The browser's data for this origin (including its port). Not cookies: all ports of 127.0.0.1 share those, and none is ours. */
const clearedSite = { 'clear-site-data': '"cache", "storage"' } as const;

const callSchema = z.strictObject({ name: z.string().max(100), input: z.unknown() });
const uploadPath = /^\/api\/offers\/([\w-]{43})(?:\/(\d{1,5}|done))?$/;

/**
 * The routes behind the checks (request-checks.ts): `POST /api/call`, `GET /api/pushes`, `POST /api/offers`, and for each
 * upload `PUT /api/offers/<upload>/<index>`, `POST …/done`, `DELETE …`. Null if the path is none of
 * them; 'method' if only the method is wrong.
 */
export function apiRoute(parts: ApiParts, method: string, pathname: string): Handler | 'method' | null {
  const only = (allowed: string, handler: Handler) => (method === allowed ? handler : 'method');
  if (pathname === '/api/call') return only('POST', (request, response) => call(parts, request, response));
  if (pathname === '/api/pushes')
    return only('GET', async (_request, response) => parts.streams.add(response));
  if (pathname === '/api/offers') return only('POST', (request, response) => begin(parts, request, response));
  const [matched, upload, part] = uploadPath.exec(pathname) ?? [];
  if (matched === undefined || upload === undefined) return null;
  const { uploads } = parts;
  if (part === undefined)
    return only(
      'DELETE',
      answerer(() => uploads.remove(upload)),
    );
  if (part === 'done')
    return only(
      'POST',
      answerer(() => uploads.finish(upload)),
    );
  return only(
    'PUT',
    answerer((request) => uploads.receive(upload, Number(part), request)),
  );
}

async function call(parts: ApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  if (!body.ok) return refuse(request, response, body.status, 'request.invalid');
  const asked = callSchema.safeParse(body.value);
  if (!asked.success) return refuse(request, response, 400, 'request.invalid');
  const result = await parts.gateway(asked.data.name, asked.data.input);
  const isForgotten = asked.data.name === 'profiles.forgetEverything' && result.ok;
  sendResult(response, result, 200, isForgotten ? clearedSite : {});
}

async function begin(parts: ApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  if (!body.ok) return refuse(request, response, body.status, 'request.invalid');
  const announcement = announcementSchema.safeParse(body.value);
  if (!announcement.success) return refuse(request, response, 400, 'request.invalid');
  await answerer(() => parts.uploads.begin(announcement.data))(request, response);
}

function answerer(act: (request: IncomingMessage) => Promise<unknown>): Handler {
  return async (request, response) => {
    try {
      sendResult(response, { ok: true, value: await act(request) } satisfies Result<unknown>);
    } catch (error) {
      const { code, details } = toFailure(error);
      refuse(request, response, statusFor(code), code, details);
    }
  };
}

function statusFor(code: ErrorCode): number {
  if (code === 'request.invalid') return 400;
  if (code === 'request.refused') return 429;
  if (code === 'disk.full') return 507;
  return code === 'internal' ? 500 : 503;
}
