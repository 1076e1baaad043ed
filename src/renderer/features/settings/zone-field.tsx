import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
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
  const zones = useMemo(() => {
    const names = new Set([value, ...Intl.supportedValuesOf('timeZone'), 'UTC']);
    return [...names]
      .filter((name) => name !== '')
      .sort()
      .map((id) => ({ id, label: plain(id) }));
  }, [value]);
  return (
    <ComboBox
      className={field['field'] ?? ''}
      items={zones}
      defaultInputValue={plain(value)}
      value={value}
      menuTrigger="focus"
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <Label className={field['label'] ?? ''}>Home time zone</Label>
      <div className={styles['box']}>
        <Input className={field['input'] ?? ''} placeholder="Search a city or region" />
        <Button className={styles['open'] ?? ''}>
          <ChevronDown size={16} aria-hidden />
        </Button>
      </div>
      <Popover className={styles['popover'] ?? ''}>
        <ListBox<{ id: string; label: string }>
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
      </Popover>
    </ComboBox>
  );
}
