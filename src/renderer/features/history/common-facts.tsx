import type { RecordRow } from '../../../shared/domain/history.ts';
import { metadataLabel } from '../../../shared/domain/value-label.ts';
import type { Metadata } from '../../../shared/domain/workout.ts';
import { t } from '../../../shared/language.ts';
import { dayText, exactText } from '../../components/formats.ts';
import { Notice } from '../../components/notice.tsx';
import { Facts, Section } from '../../components/side-panel.tsx';

interface Origin {
  readonly source: string;
  readonly sourceVersion: string | null;
  readonly device: Readonly<Record<string, string>>;
  readonly importedFrom: string;
  readonly importedAt: number;
}

const deviceLabels: Readonly<Record<string, string>> = {
  name: t('Device'),
  manufacturer: t('Made by'),
  model: t('Model'),
  hardware: t('Hardware'),
  software: t('Software'),
  firmware: t('Firmware'),
};

const capitalized = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);

const removedTitles = {
  gone: t('No longer in the Health app'),
  superseded: t('Replaced by a newer version in the Health app'),
} as const;

/** Explains why an item counts in no figure; renders nothing if it counts. */
export function RemovedNotice({ removed }: { readonly removed: RecordRow['removed'] }) {
  if (removed === null) return null;
  return (
    <Notice tone="info" title={removedTitles[removed]}>
      {t(
        'It’s kept but doesn’t count in any figure. You can undo this on the Import page, at the import that noticed it.',
      )}
    </Notice>
  );
}

export function OriginSection({ origin }: { readonly origin: Origin }) {
  const device = Object.entries(origin.device).map(
    ([key, value]) => [deviceLabels[key] ?? capitalized(key), value] as const,
  );
  return (
    <Section title={t('Where it comes from')}>
      <Facts
        facts={[
          [t('Source'), origin.source],
          [t('Version'), origin.sourceVersion],
          ...device,
          [t('Imported from'), origin.importedFrom],
          [
            t('Imported'),
            <time
              key="at"
              dateTime={new Date(origin.importedAt * 1000).toISOString()}
              title={exactText(origin.importedAt)}
            >
              {dayText(origin.importedAt)}
            </time>,
          ],
        ]}
      />
    </Section>
  );
}

export function MetadataSection({ metadata }: { readonly metadata: Metadata }) {
  if (metadata.length === 0) return null;
  return (
    <Section title={t('Metadata')}>
      <Facts
        facts={metadata.map(
          ([key, value]) =>
            [metadataLabel(key), value.replace(/^HKMetadata\w*?(?=[A-Z][a-z]+$)/, '')] as const,
        )}
      />
    </Section>
  );
}
