import { useCall } from '../../bridge/queries.ts';
import { countOf } from '../../components/formats.ts';

/** Says what closing this profile means for the import and the pending items. */
export function UnderWay() {
  const status = useCall('import.current', {}).data ?? null;
  const pending = useCall('sync.overview', {}).data?.pending ?? 0;
  return (
    <>
      {status !== null && (
        <p>
          The import of {status.name} stops. Everything read so far is kept, and you can resume the import
          when this profile is open again.
        </p>
      )}
      {pending > 0 && (
        <p>
          {' '}
          {countOf(pending, 'item')} of this profile {pending === 1 ? 'stays' : 'stay'} pending until it’s
          open again.{' '}
        </p>
      )}
    </>
  );
}
