import { useMemo } from 'react';
import type { TypeSummary } from '../../shared/domain/history.ts';
import { isPressure } from '../../shared/domain/type-label.ts';
import { useCall } from './queries.ts';

interface ListedTypes {
  /** Every type with records, most first; the two of a blood pressure are one, which counts its readings. */
  readonly listed: readonly TypeSummary[];
  /** The types as the records have them. */
  readonly single: readonly TypeSummary[];
  /** The number of all records. */
  readonly records: number;
}

/** The types as people know them: what lists of types offer. `data` is undefined until both calls have answered, `isPending` until both have or one failed. */
export function useListedTypes() {
  const types = useCall('history.types', {});
  const pressure = useCall('history.pressureSummary', {});
  const [known, pair] = [types.data, pressure.data];
  const data = useMemo((): ListedTypes | undefined => {
    if (known === undefined || pair === undefined) return undefined;
    const others = pair === null ? known : known.filter(({ type }) => !isPressure(type));
    const all = pair === null ? others : [...others, pair];
    return {
      listed: all.toSorted((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
      single: known,
      records: known.reduce((sum, { count }) => sum + count, 0),
    };
  }, [known, pair]);
  const error = types.error ?? pressure.error;
  return {
    data,
    error,
    isPending: data === undefined && error === null,
    refetch: async () => Promise.all([types.refetch(), pressure.refetch()]),
  };
}
