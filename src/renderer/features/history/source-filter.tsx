import { ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { t } from '../../../shared/language.ts';
import { useCall } from '../../bridge/queries.ts';
import { countText } from '../../components/formats.ts';
import list from '../../components/option-list.module.css';
import styles from './filter-bar.module.css';

interface Props {
  readonly type: string | undefined;
  /** The sources to choose from, if they aren't those of records. */
  readonly known?:
    | readonly { readonly id: number; readonly name: string; readonly count: number }[]
    | undefined;
  readonly source: number | undefined;
  readonly onChange: (source: number | undefined) => void;
}

/** One source of the chosen type, or any. */
export const SourceFilter = memo(function SourceFilter({ type, known, source, onChange }: Props) {
  const ofRecords = useCall('history.sources', type === undefined ? {} : { type }).data;
  const sources = known ?? ofRecords ?? [];
  const name = sources.find(({ id }) => id === source)?.name;
  return (
    <Select
      aria-label={t('Source')}
      value={source ?? 0}
      onChange={(key) => onChange(Number(key) === 0 ? undefined : Number(key))}
      isDisabled={sources.length === 0}
    >
      <Button className={styles['control'] ?? ''}>
        <SelectValue className={styles['controlText'] ?? ''}>{() => name ?? t('Any source')}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Popover className={list['popover'] ?? ''} placement="bottom end">
        <ListBox
          className={`${list['list']} ${styles['options']}`}
          items={[
            { id: 0, name: t('Any source'), count: null },
            ...sources.map(({ id, name, count }) => ({ id, name, count })),
          ]}
        >
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={list['option'] ?? ''}>
              <span>{option.name}</span>
              <span className={list['note']}>{option.count === null ? '' : countText(option.count)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
});
