import { useMemo } from 'react';
import { regionalUnits, type Units } from '../../shared/domain/display-units.ts';
import type { LengthUnit } from '../../shared/domain/workout-figures.ts';
import { localeNow } from '../components/locale.ts';
import { useCall } from './queries.ts';

/** The display units: as chosen in Settings, else the defaults for the region that numbers and dates follow. */
export function useUnits(): Units {
  const { data } = useCall('settings.units', {});
  return useMemo(() => {
    const chosen = Object.entries(data ?? {}).filter(([, unit]) => unit !== undefined);
    return { ...regionalUnits(localeNow), ...Object.fromEntries(chosen) } as Units;
  }, [data]);
}

/** Units of workouts, whose distances and energy are stored in m and kcal: marks and splits need a concrete unit. */
export interface WorkoutUnits extends Pick<Units, 'energy'> {
  readonly distance: LengthUnit;
}

const noDays = { by: 'day', from: '1900-01-01', to: '1900-01-01' } as const;

/** The file's unit for a type; queried only if quantities are shown as in the file. */
function usePrintedUnit(bare: string, isAsked: boolean): string | null {
  const { data } = useCall(
    'history.figures',
    { type: `HKQuantityTypeIdentifier${bare}`, ...noDays },
    isAsked,
  );
  return data?.printedUnit ?? null;
}

/** The display units; "as in the file" means the units of its newest walking and running distance and active energy records. */
export function useWorkoutUnits(): WorkoutUnits {
  const { distance, energy } = useUnits();
  const way = usePrintedUnit('DistanceWalkingRunning', distance === 'file');
  const burned = usePrintedUnit('ActiveEnergyBurned', energy === 'file');
  return {
    distance: distance === 'mi' || (distance === 'file' && way === 'mi') ? 'mi' : 'km',
    energy: energy === 'kJ' || (energy === 'file' && burned === 'kJ') ? 'kJ' : 'kcal',
  };
}
