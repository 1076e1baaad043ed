import type { TargetId } from '../../shared/domain/sync.ts';
import { useCall } from '../bridge/queries.ts';
import { ReviewDialog } from '../features/settings/review-dialog.tsx';

interface Props {
  readonly target: TargetId;
  readonly onClose: () => void;
}

/** The consent review of Settings, opened from another part of the page. */
export function TargetReview({ target, onClose }: Props) {
  const settings = useCall('settings.read', {}).data?.targets.find((one) => one.target === target);
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
  return settings === undefined ? null : <ReviewDialog settings={settings} cards={cards} onClose={onClose} />;
}
