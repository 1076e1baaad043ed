import { randomUUID } from 'node:crypto';
import type { EventCategory } from '../../../shared/domain/event-category.ts';
import type { Step } from '../../outbox/target.ts';
import { typeAnswerSchema, typeListSchema } from './answers.ts';
import type { UuidV7 } from './plan-creates.ts';
import { eventTypeDefaults } from './remote-types.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** The list as it is now; types that bear a default name are adopted (trendy/README §1.12). */
export async function readTypes(rows: TrendyRows, api: TrendyApi, signal: AbortSignal): Promise<Step> {
  const reply = await api.ask({ method: 'GET', path: '/event-types', signal });
  if (reply.kind === 'stop') return reply.step;
  if (reply.kind === 'refused') return api.failing(reply.refusal.words).step;
  const list = typeListSchema.safeParse(reply.answer.json);
  if (!list.success) return api.notTheirs(reply.words).step;
  rows.atomically(() => rows.types.replaceAll(list.data));
  return { kind: 'did' };
}

/**
 * Creates the type of a category that the list does not have. Id and key are stored before, so an unknown outcome is
 * asked for again with the same; 'taken' when another client was faster: the list has it then.
 */
export async function createType(
  rows: TrendyRows,
  api: TrendyApi,
  ids: UuidV7,
  category: EventCategory,
  signal: AbortSignal,
): Promise<Step | 'taken'> {
  const post = rows.state().typePosts[category] ?? { id: ids.next(api.serverNowMs()), key: randomUUID() };
  rows.save({ typePosts: { [category]: post } });
  const { name, color, icon } = eventTypeDefaults[category];
  const reply = await api.ask({
    method: 'POST',
    path: '/event-types',
    body: JSON.stringify({ id: post.id, name, color, icon }),
    idempotencyKey: post.key,
    signal,
  });
  if (reply.kind === 'stop') return reply.step;
  if (reply.kind === 'refused') {
    rows.save({ typePosts: { [category]: null } });
    return reply.refusal.databaseCode === '23505' ? 'taken' : api.failing(reply.refusal.words).step;
  }
  const type = typeAnswerSchema.safeParse(reply.answer.json);
  if (!type.success) return api.notTheirs(reply.words).step;
  rows.atomically(() => {
    rows.types.put(type.data);
    rows.save({ typePosts: { [category]: null } });
  });
  return { kind: 'did' };
}
