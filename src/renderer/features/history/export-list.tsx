import { Download, Printer } from 'lucide-react';
import type { ExportInput } from '../../../shared/contract/profiles.ts';
import type { Units } from '../../../shared/domain/display-units.ts';
import { notesSaying } from '../../../shared/domain/event-words.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { useUnits, useWorkoutUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { ExportDialog, showExport } from '../../components/export-dialog.tsx';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { type Filters, rangeOf, recordRangeOf } from './filters.ts';

/** A tab's list with its filters; null for a tab without a list. */
function exportRequest(filters: Filters, zone: string | null, units: Units): ExportInput | null {
  const { type, activity, category, text, source, from, to, isRemoved, hasRoute } = filters;
  const removed = isRemoved ? { isRemoved } : {};
  switch (filters.tab) {
    case 'records':
      return { kind: 'records', type, source, units, ...recordRangeOf(filters, zone), ...removed };
    case 'workouts':
      return {
        ...{ kind: 'workouts', activity, source, units, ...rangeOf(filters, zone), ...removed },
        ...(hasRoute ? { hasRoute } : {}),
      };
    case 'events':
      return {
        kind: 'events',
        category,
        text,
        notes: text === undefined ? undefined : notesSaying(text),
        units,
        fromDay: from,
        toDay: to,
      };
    default:
      return null;
  }
}

function words({ tab, type, activity, category }: Filters): string {
  if (tab === 'records')
    return type === undefined
      ? t('Records: everything the list shows with its filters, in the same order.')
      : t('Records of {type}: everything the list shows with its filters, in the same order.', {
          type: typeLabel(type),
        });
  if (tab === 'workouts')
    return activity === undefined
      ? t('Workouts: everything the list shows with its filters, in the same order.')
      : t('Workouts: {sport}: everything the list shows with its filters, in the same order.', {
          sport: workoutName(activity),
        });
  return category === undefined
    ? t('Events: everything the list shows with its filters, in the same order.')
    : t('Events: {category}: everything the list shows with its filters, in the same order.', {
        category: categoryLabel(category),
      });
}

/** A report of the shown type and days; of the default types if none is shown. */
const reportOf = ({ type, from, to }: Filters) => ({ types: type, from, to });

/** The "Report…" and "Export…" buttons; nothing for a tab without a list. */
export function ExportButtons({ filters }: { readonly filters: Filters }) {
  if (!['records', 'workouts', 'events'].includes(filters.tab)) return null;
  return (
    <>
      <Button look="quiet" onPress={() => goTo('report', reportOf(filters))}>
        <Printer size={16} aria-hidden />
        {t('Report…')}
      </Button>
      <Button onPress={() => showExport(true)}>
        <Download size={16} aria-hidden />
        {t('Export…')}
      </Button>
    </>
  );
}

/** The dialog of "Export…". Keep it outside of Tabs, which render their content twice to collect the tabs. */
export function ExportList({ filters }: { readonly filters: Filters }) {
  const zone = useHomeZone();
  const units = useUnits();
  const workoutUnits = useWorkoutUnits();
  const isOpen = useRoute().query['export'] === '1';
  const request = exportRequest(
    filters,
    zone,
    filters.tab === 'workouts' ? { ...units, ...workoutUnits } : units,
  );
  if (!isOpen || request === null) return null;
  return (
    <ExportDialog request={request} onClose={() => showExport(false)}>
      {words(filters)}
    </ExportDialog>
  );
}
