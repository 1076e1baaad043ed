import { useCall } from '../../bridge/queries.ts';
import { countOf } from '../../components/formats.ts';
import { useOfferState } from '../import/offers.ts';
import { useImportStatus } from '../import/use-import-status.ts';

/** Whether closing this profile interrupts something. */
export function useIsUnderWay(): boolean {
  const isImporting = useImportStatus() !== null;
  const isSending = useOfferState().sending !== null;
  const pending = useCall('sync.overview', {}).data?.pending ?? 0;
  return isImporting || isSending || pending > 0;
}

/** What happens to an import and to what waits when this profile is closed. */
export function UnderWay() {
  const status = useImportStatus();
  const { sending } = useOfferState();
  const pending = useCall('sync.overview', {}).data?.pending ?? 0;
  return (
    <>
      {status !== null && (
        <p>
          The import of {status.name} stops. What it has read is kept, and it can go on when this profile is
          open again.
        </p>
      )}
      {sending !== null && <p>{sending.name} is not taken in; drop it again later.</p>}
      {pending > 0 && (
        <p>{countOf(pending, 'item')} of this profile wait to be sent until it is open again.</p>
      )}
    </>
  );
}
