import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import { useCall } from '../../bridge/queries.ts';

/** The run under way; null when there is none. Kept up to date by the push import.progress (app/push-sync.ts). */
export function useImportStatus(): ImportStatus | null {
  return useCall('import.current', {}).data ?? null;
}
