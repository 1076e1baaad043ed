import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import { useCall } from '../../bridge/queries.ts';

/** The running import, or null. Kept up to date by the push import.progress (app/push-sync.ts). */
export function useImportStatus(): ImportStatus | null {
  return useCall('import.current', {}).data ?? null;
}
