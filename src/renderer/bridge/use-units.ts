import { useMemo } from 'react';
import { regionalUnits, type Units } from '../../shared/domain/display-units.ts';
import { useCall } from './queries.ts';

/** The units that the person reads: as chosen in Settings, else as usual in the region of the page's locale. */
export function useUnits(): Units {
  const { data } = useCall('settings.units', {});
  return useMemo(() => {
    const chosen = Object.entries(data ?? {}).filter(([, unit]) => unit !== undefined);
    return { ...regionalUnits(navigator.language), ...Object.fromEntries(chosen) } as Units;
  }, [data]);
}
