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
  return (
    <CountedSelect
      label={t('Source')}
      none={{ id: 0, name: t('Any source') }}
      others={sources}
      chosen={source}
      shown={sources.find(({ id }) => id === source)?.name ?? t('Any source')}
      onChange={onChange}
    />
  );
});

interface CountedProps<T extends string | number> {
  readonly label: string;
  /** The option that chooses none of the others. */
  readonly none: { readonly id: T; readonly name: string };
  readonly others: readonly { readonly id: T; readonly name: string; readonly count: number }[];
  readonly chosen: T | undefined;
  /** The text of the closed select. */
  readonly shown: string;
  readonly onChange: (chosen: T | undefined) => void;
}

/** One of a few things that are counted, or none of them. */
export function CountedSelect<T extends string | number>(props: CountedProps<T>) {
  const { label, none, others, chosen, shown, onChange } = props;
  return (
    <Select
      aria-label={label}
      value={chosen ?? none.id}
      onChange={(key) => onChange(others.find(({ id }) => id === key)?.id)}
      isDisabled={others.length === 0}
    >
      <Button className={styles['control'] ?? ''}>
        <SelectValue className={styles['controlText'] ?? ''}>{() => shown}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Popover className={list['popover'] ?? ''} placement="bottom end">
        <ListBox
          className={`${list['list']} ${styles['options']}`}
          items={[{ ...none, count: null }, ...others.map(({ id, name, count }) => ({ id, name, count }))]}
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
}
