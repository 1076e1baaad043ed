import { X } from 'lucide-react';
import { Button, Tag, TagGroup, TagList } from 'react-aria-components';
import styles from './removable-tags.module.css';

export interface RemovableTag {
  readonly id: string;
  readonly label: string;
  /** Of the button. */
  readonly removeLabel: string;
}

interface Props {
  readonly label: string;
  readonly tags: readonly RemovableTag[];
  readonly onRemove: (ids: ReadonlySet<string>) => void;
}

/** Chosen things, each with a remove button. Delete or Backspace also removes a tag. */
export function RemovableTags({ label, tags, onRemove }: Props) {
  return (
    <TagGroup aria-label={label} onRemove={(keys) => onRemove(new Set([...keys].map(String)))}>
      <TagList items={tags} className={styles['list'] ?? ''}>
        {({ id, label: name, removeLabel }) => (
          <Tag id={id} textValue={name} className={styles['tag'] ?? ''}>
            {name}
            <Button slot="remove" className={styles['remove'] ?? ''} aria-label={removeLabel}>
              <X size={13} aria-hidden />
            </Button>
          </Tag>
        )}
      </TagList>
    </TagGroup>
  );
}
