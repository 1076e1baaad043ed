import type { Step } from '../target.ts';
import { eventAnswerSchema, isWhole } from './answers.ts';
import { seenEvent } from './far-changes.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** Asks for one event itself: after a poisoned entry, a stripped row, or a listing that did not show it (trendy-backend §1.14). */
export async function readOneEvent(
  rows: TrendyRows,
  api: TrendyApi,
  id: string,
  signal: AbortSignal,
): Promise<Step> {
  const reply = await api.ask({ method: 'GET', path: `/events/${encodeURIComponent(id)}`, signal });
  if (reply.kind === 'stop') return reply.step;
  const isGone = reply.kind === 'refused' && reply.refusal.status === 404;
  if (reply.kind === 'refused' && !isGone) return api.failing(reply.refusal.words).step;
  const row = isGone ? null : eventAnswerSchema.safeParse(reply.answer.json);
  if (row && (!row.success || !isWhole(row.data) || row.data.id !== id))
    return api.notTheirs(reply.kind === 'answered' ? reply.words : reply.refusal.words).step;
  rows.atomically(() => {
    if (row?.success) rows.changes.apply(seenEvent(row.data), rows.ownCreates(), true);
    else rows.changes.delete(id);
    rows.settleRead(id);
    rows.save({ toRead: rows.state().toRead.filter((other) => other !== id) });
  });
  return { kind: 'did' };
}
