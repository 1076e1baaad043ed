import { Lock } from 'lucide-react';
import type { Consent, Review, TargetId } from '../../../shared/domain/sync.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { CheckBox } from '../../components/check-box.tsx';
import { countText } from '../../components/formats.ts';
import { TypeMark } from '../../components/type-mark.tsx';
import styles from './review-dialog.module.css';
import { kindLabel } from './target-words.ts';

interface Props {
  readonly target: TargetId;
  readonly kinds: Review['kinds'];
  readonly chosen: Consent['kinds'];
  readonly onChange: (kinds: Consent['kinds']) => void;
}

/** Chooses the kinds to send, with their counts; sensitive ones are separate. */
export function ReviewKinds({ target, kinds, chosen, onChange }: Props) {
  const groups = [
    { title: 'Data to send', kinds: kinds.filter(({ isSensitive }) => !isSensitive) },
    { title: 'Sensitive: off unless you choose it', kinds: kinds.filter(({ isSensitive }) => isSensitive) },
  ];
  const set = (kind: string, isOn: boolean) => {
    const others = chosen.filter((name) => name !== kind);
    onChange(isOn ? [...others, kind as Consent['kinds'][number]] : others);
  };
  return groups
    .filter((group) => group.kinds.length > 0)
    .map((group, index) => (
      <fieldset key={group.title} className={styles['kinds']}>
        <legend>
          {index === 1 && <Lock size={13} aria-hidden />} {group.title}
        </legend>
        {group.kinds.map(({ kind, items, types }) => (
          <CheckBox
            key={kind}
            isOn={chosen.some((name) => name === kind)}
            onChange={(isOn) => set(kind, isOn)}
          >
            {target === 'trendy' && <TypeMark type={kind} />}
            <span className={styles['kind']}>
              {kindLabel(target, kind)}
              {types.length > 0 && <span className={styles['types']}>{types.map(typeLabel).join(', ')}</span>}
            </span>
            <span className={styles['count']}>{countText(items)}</span>
          </CheckBox>
        ))}
      </fieldset>
    ));
}
