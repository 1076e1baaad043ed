import { ChevronDown, Search } from 'lucide-react';
import { useMemo } from 'react';
import {
  Autocomplete,
  Button,
  Dialog,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  Select,
  SelectValue,
  useFilter,
} from 'react-aria-components';
import field from '../../components/field.module.css';
import styles from './zone-field.module.css';

interface Props {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

const plain = (zone: string) => zone.replaceAll('_', ' ');

/** `GMT+1` now; zones change by the season, so it is a help only. */
function offsetText(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Every time zone by name, narrowed by typing. */
export function ZoneField({ value, onChange }: Props) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const zones = useMemo(() => {
    const names = new Set([value, ...Intl.supportedValuesOf('timeZone'), 'UTC']);
    return [...names].sort().map((id) => ({ id, label: plain(id) }));
  }, [value]);
  return (
    <Select
      className={field['field'] ?? ''}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <Label className={field['label'] ?? ''}>Home time zone</Label>
      <Button className={styles['box'] ?? ''}>
        <SelectValue>{() => plain(value)}</SelectValue>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className={styles['popover'] ?? ''}>
        <Dialog aria-label="Time zones" className={styles['dialog'] ?? ''}>
          <Autocomplete filter={contains}>
            <SearchField aria-label="Search time zones" autoFocus className={styles['search'] ?? ''}>
              <Search size={15} aria-hidden />
              <Input role="combobox" aria-expanded placeholder="Search a city or region" />
            </SearchField>
            <ListBox
              items={zones}
              aria-label="Time zones"
              className={styles['list'] ?? ''}
              renderEmptyState={() => <p className={styles['none']}>No zone of that name.</p>}
            >
              {({ id, label }) => (
                <ListBoxItem id={id} textValue={label} className={styles['option'] ?? ''}>
                  <span>{label}</span>
                  <span className={styles['offset']}>{offsetText(id)}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Popover>
    </Select>
  );
}
