import { type EventProperties, eventPropertiesSchema } from '../../shared/domain/event.ts';
import type { RemoteContent } from '../outbox/mutations/remote-content.ts';

/** Reads Trendy's figures of an event if they have our format: other clients may write anything. */
export function theirFigures({ notes, properties }: RemoteContent): {
  notes: string;
  properties: EventProperties;
} {
  const kept: EventProperties = {};
  for (const [name, property] of Object.entries(properties)) {
    const parsed = eventPropertiesSchema.safeParse({ [name]: property });
    if (parsed.success) Object.assign(kept, parsed.data);
  }
  return { notes: notes ?? '', properties: kept };
}
