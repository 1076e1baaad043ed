import { ChevronDown, Search } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import {
  Autocomplete,
  Button,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { languageNow, t } from '../../../shared/language.ts';
import field from '../../components/field.module.css';
import list from '../../components/option-list.module.css';
import searchField from '../../components/search-field.module.css';
import styles from './zone-field.module.css';

interface Props {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

const plain = (zone: string) => zone.replaceAll('_', ' ');

/** The current offset, such as `GMT+1`; only a hint, because it changes with the season. */
function offsetText(zone: string): string {
  const parts = new Intl.DateTimeFormat(languageNow(), {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Every time zone by name, narrowed by typing. */
export function ZoneField({ value, onChange }: Props) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const zones = useMemo(() => {
    const names = new Set([value, ...Intl.supportedValuesOf('timeZone'), 'UTC']);
    return [...names].sort().map((zone) => ({ id: zone, label: plain(zone) }));
  }, [value]);
  return (
    <div className={field['field']}>
      <span id={`${id}label`} className={field['label']}>
        {t('Home time zone')}
      </span>
      <Button
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => setIsOpen(true)}
        id={`${id}button`}
        aria-labelledby={`${id}label ${id}button`}
        className={`${field['control']} ${styles['box']}`}
      >
        {plain(value)}
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover
        className={`${list['popover']} ${styles['popover']}`}
        placement="bottom start"
        triggerRef={button}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
      >
        <Dialog aria-label={t('Time zones')} className={styles['dialog'] ?? ''}>
          <Autocomplete filter={contains}>
            <SearchField
              aria-label={t('Search time zones')}
              autoFocus
              className={`${searchField['search']} ${styles['search']}`}
            >
              <Search size={15} aria-hidden />
              <Input role="combobox" aria-expanded placeholder={t('Search a city or region')} />
            </SearchField>
            <ListBox
              items={zones}
              aria-label={t('Time zones')}
              className={`${list['list']} ${styles['list']}`}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[value]}
              onSelectionChange={(keys) => {
                const [key] = keys === 'all' ? [] : [...keys];
                if (key !== undefined) onChange(String(key));
                setIsOpen(false);
              }}
              renderEmptyState={() => <p className={styles['none']}>{t('No matching time zone.')}</p>}
            >
              {({ id: zone, label }) => (
                <ListBoxItem id={zone} textValue={label} className={`${list['option']} ${styles['option']}`}>
                  <span>{label}</span>
                  <span className={list['note']}>{offsetText(zone)}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Popover>
    </div>
  );
}
