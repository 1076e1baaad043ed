import { Button } from 'react-aria-components';
import { t } from '../../../shared/language.ts';
import { RemovableTags } from '../../components/removable-tags.tsx';
import styles from './filter-bar.module.css';

export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly onRemove: () => void;
}

/** The active filters, each with a remove button. */
export function FilterChips({
  chips,
  onClear,
}: {
  readonly chips: readonly Chip[];
  readonly onClear: () => void;
}) {
  if (chips.length === 0) return null;
  return (
    <div className={styles['chips']}>
      <RemovableTags
        label={t('Filters')}
        tags={chips.map(({ id, label }) => ({
          id,
          label,
          removeLabel: t('Remove {filter}', { filter: label }),
        }))}
        onRemove={(ids) => {
          for (const chip of chips) if (ids.has(chip.id)) chip.onRemove();
        }}
      />
      {chips.length > 1 && (
        <Button className={styles['clear'] ?? ''} onPress={onClear}>
          {t('Clear all')}
        </Button>
      )}
    </div>
  );
}
