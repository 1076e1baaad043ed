import type { RouteHandler } from './backend.ts';
import { createEventsBatch } from './batch-route.ts';
import { latestCursor, listChanges, syncStatus } from './change-routes.ts';
import { createEvent } from './create-event-route.ts';
import {
  createDefinition,
  deleteDefinition,
  getDefinition,
  listDefinitions,
  updateDefinition,
} from './definition-routes.ts';
import { deleteEvent, exportEvents, getEvent, listEvents, updateEvent } from './event-routes.ts';
import { createType, deleteType, getType, listTypes, updateType } from './type-routes.ts';

export interface Route {
  /** Template without `/api/v1`, e.g. `PUT /events/:id`: what faults and the request log name. */
  readonly template: string;
  readonly handler: RouteHandler;
  /** Whether `Idempotency-Key` is honored (trendy/README §1.1). */
  readonly hasKeys: boolean;
}

const authenticated: readonly (readonly [template: string, handler: RouteHandler, hasKeys?: 'keys'])[] = [
  ['GET /me/sync', syncStatus],
  ['GET /changes', listChanges],
  ['GET /changes/latest-cursor', latestCursor],
  ['GET /events', listEvents],
  ['GET /events/export', exportEvents],
  ['POST /events', createEvent, 'keys'],
  ['POST /events/batch', createEventsBatch, 'keys'],
  ['GET /events/:id', getEvent],
  ['PUT /events/:id', updateEvent, 'keys'],
  ['DELETE /events/:id', deleteEvent],
  ['GET /event-types', listTypes],
  ['POST /event-types', createType, 'keys'],
  ['GET /event-types/:id', getType],
  ['PUT /event-types/:id', updateType, 'keys'],
  ['DELETE /event-types/:id', deleteType],
  ['GET /event-types/:id/properties', listDefinitions],
  ['POST /event-types/:id/properties', createDefinition, 'keys'],
  ['GET /property-definitions/:id', getDefinition],
  ['PUT /property-definitions/:id', updateDefinition, 'keys'],
  ['DELETE /property-definitions/:id', deleteDefinition],
];

const prefix = '/api/v1';

/** The route behind the auth middleware that a path is for, with its decoded `:id`; fixed segments win over `:id`. */
export function findRoute(method: string, path: string): { route: Route; id: string } | null {
  if (!path.startsWith(`${prefix}/`)) return null;
  const segments = path.slice(prefix.length).split('/');
  const found = authenticated.flatMap(([template, handler, keys]) => {
    const [templateMethod, templatePath = ''] = template.split(' ');
    const wanted = templatePath.split('/');
    if (templateMethod !== method || wanted.length !== segments.length) return [];
    const isMatch = wanted.every((part, at) =>
      part === ':id' ? segments[at] !== '' : part === segments[at],
    );
    if (!isMatch) return [];
    const at = wanted.indexOf(':id');
    const id = at < 0 ? '' : decodeURIComponent(segments[at] ?? '');
    return [{ route: { template, handler, hasKeys: keys === 'keys' }, id }];
  });
  return found.find(({ id }) => id === '') ?? found[0] ?? null;
}
