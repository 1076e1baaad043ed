import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { t } from '../../../shared/language.ts';
import { zonedSpanText, zonedText } from '../../components/zone-formats.ts';
import type { Chip } from './filter-chips.tsx';
import type { Filters } from './filters.ts';

function daysText({ from, to }: Filters): string {
  const noon = (day: string) => zonedText(Date.parse(day) / 1000, 'day', 'UTC');
  if (from !== undefined && to !== undefined) return from === to ? noon(from) : `${noon(from)} – ${noon(to)}`;
  return from === undefined
    ? t('until {day}', { day: noon(to ?? '') })
    : t('from {day}', { day: noon(from) });
}

/** `12 Jan 2026, 14:00 – 15:00`: the hours, or the night, of a bar. */
const instantsText = (since: number, until: number, zone: string | null) =>
  `${zonedText(since, 'day', zone)}, ${zonedSpanText(since, until, zone)}`;

/** The filters that are on, as chips. */
export function chipsOf(
  filters: Filters,
  sourceName: string | undefined,
  zone: string | null,
  change: (part: Partial<Filters>) => void,
): Chip[] {
  const { tab, type, activity, category, text, source, from, to, isRemoved, hasRoute } = filters;
  const chips: Chip[] = [];
  if (tab === 'records' && type !== undefined)
    chips.push({
      id: 'type',
      label: typeLabel(type),
      onRemove: () => change({ type: undefined, source: undefined }),
    });
  if (tab === 'workouts' && activity !== undefined)
    chips.push({
      id: 'activity',
      label: workoutName(activity),
      onRemove: () => change({ activity: undefined }),
    });
  if (tab === 'events' && category !== undefined)
    chips.push({
      id: 'category',
      label: categoryLabel(category),
      onRemove: () => change({ category: undefined }),
    });
  if (tab === 'events' && text !== undefined)
    chips.push({ id: 'text', label: `“${text}”`, onRemove: () => change({ text: undefined }) });
  if (tab !== 'events' && source !== undefined)
    chips.push({
      id: 'source',
      label: sourceName ?? t('One source'),
      onRemove: () => change({ source: undefined }),
    });
  const { since, until, isOverlapping } = filters;
  const withEarlier = (span: string) =>
    tab === 'records' && isOverlapping ? t('{span}, with records that last into it', { span }) : span;
  if (tab === 'records' && since !== undefined && until !== undefined)
    chips.push({
      id: 'instants',
      label: withEarlier(instantsText(since, until, zone)),
      onRemove: () => change({ since: undefined, until: undefined, isOverlapping: false }),
    });
  if (tab === 'workouts' && hasRoute)
    chips.push({ id: 'route', label: t('With route'), onRemove: () => change({ hasRoute: false }) });
  if (from !== undefined || to !== undefined)
    chips.push({
      id: 'days',
      label: withEarlier(daysText(filters)),
      onRemove: () => change({ from: undefined, to: undefined, isOverlapping: false }),
    });
  if (tab !== 'events' && isRemoved)
    chips.push({
      id: 'removed',
      label: t('No longer in the Health app'),
      onRemove: () => change({ isRemoved: false }),
    });
  return chips;
}
