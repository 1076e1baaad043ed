import { useCall } from './queries.ts';

/** The confirmed home zone; null until it is known; times are then shown in the computer's zone. */
export function useHomeZone(): string | null {
  return useCall('settings.read', {}).data?.homeZone ?? null;
}
