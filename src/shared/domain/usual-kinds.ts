import { eventCategories } from './event-category.ts';
import { arrivalClasses, type Consent, offByDefault, type TargetId } from './sync.ts';

/** The kinds sent to a target by default: all but the sensitive classes (outbox/README, Consent and scope). */
export function usualKinds(target: TargetId): Consent['kinds'] {
  return target === 'trendy'
    ? [...eventCategories]
    : arrivalClasses.filter((kind) => !offByDefault.has(kind));
}
