import { categoryLabel, classLabel } from '../../../shared/domain/kind-label.ts';
import type { TargetId, TargetSettings } from '../../../shared/domain/sync.ts';
import { t } from '../../../shared/language.ts';

/** The known Atlas service. */
export const atlasPreset = 'https://atlas-backend-proxy.onrender.com';

/** A sentence about each target. */
export const targetText: Readonly<Record<TargetId, string>> = {
  trendy: t(
    'Takes events: workouts, mindfulness, and water one by one; steps, active energy, and sleep by the day.',
  ),
  atlas: t('Takes every record and passes it to a dataset in Palantir Foundry.'),
  foundry: t('Takes every record directly into your own dataset, without Atlas in between.'),
};

export function kindLabel(target: TargetId, kind: string): string {
  return target === 'trendy' ? categoryLabel(kind) : classLabel(kind);
}

export const isSetUp = ({ target, baseUrl, datasetRid }: TargetSettings) =>
  baseUrl !== '' && (target !== 'foundry' || datasetRid !== '');
