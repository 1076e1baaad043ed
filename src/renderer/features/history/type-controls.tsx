import { recordTypesOf, typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useCall } from '../../bridge/queries.ts';
import { CountedSelect } from './source-filter.tsx';

interface OverlayProps {
  readonly type: string;
  readonly overlay: string | undefined;
  readonly onChange: (overlay: string | undefined) => void;
}

const none = 'none of them';

/** A second type on an axis of its own. */
export function OverlayPicker({ type, overlay, onChange }: OverlayProps) {
  const types = useCall('history.types', {}).data ?? [];
  const own = recordTypesOf(type);
  const others = types.filter((one) => !own.includes(one.type));
  return (
    <CountedSelect
      label={t('Second type')}
      none={{ id: none, name: t('No second type') }}
      others={others.map((one) => ({ id: one.type, name: typeLabel(one.type), count: one.count }))}
      chosen={overlay}
      shown={overlay === undefined ? t('No second type') : t('With {type}', { type: typeLabel(overlay) })}
      onChange={onChange}
    />
  );
}
