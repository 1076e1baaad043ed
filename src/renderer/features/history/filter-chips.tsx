import { X } from 'lucide-react';
import { Button, Tag, TagGroup, TagList } from 'react-aria-components';
import { t } from '../../../shared/language.ts';
import styles from './filter-bar.module.css';

export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly onRemove: () => void;
}

/** The active filters, each with a remove button. Delete or Backspace also removes a chip. */
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
      <TagGroup
        aria-label={t('Filters')}
        onRemove={(keys) => {
          for (const chip of chips) if (keys.has(chip.id)) chip.onRemove();
        }}
      >
        <TagList items={chips} className={styles['chipList'] ?? ''}>
          {({ id, label }) => (
            <Tag id={id} textValue={label} className={styles['chip'] ?? ''}>
              {label}
              <Button
                slot="remove"
                className={styles['remove'] ?? ''}
                aria-label={t('Remove {filter}', { filter: label })}
              >
                <X size={13} aria-hidden />
              </Button>
            </Tag>
          )}
        </TagList>
      </TagGroup>
      {chips.length > 1 && (
        <Button className={styles['clear'] ?? ''} onPress={onClear}>
          {t('Clear all')}
        </Button>
      )}
    </div>
  );
}
