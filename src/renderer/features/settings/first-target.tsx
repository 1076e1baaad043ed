import { type ReactNode, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { type TargetId, targetIds } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import field from '../../components/field.module.css';
import page from '../../components/form-page.module.css';
import { ConnectionCheck } from './connection-check.tsx';
import styles from './first-run-card.module.css';
import { ReviewDialog } from './review-dialog.tsx';
import { TargetForm } from './target-form.tsx';
import { isSetUp, targetText } from './target-words.ts';
import { TokenField } from './token-field.tsx';

interface Props {
  readonly settings: CallOutput<'settings.read'>;
  readonly chosen: TargetId | null;
  readonly onChoose: (target: TargetId) => void;
  /** The sign-in of a target. */
  readonly signIn: (target: TargetId) => ReactNode;
}

/** One target to begin with; the others can be set up in Settings at any time. */
export function FirstTarget({ settings, chosen, onChoose, signIn }: Props) {
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
  const [isReviewing, setIsReviewing] = useState(false);
  const target = settings.targets.find((one) => one.target === chosen);
  return (
    <>
      <RadioGroup
        className={styles['targets'] ?? ''}
        value={chosen}
        onChange={(value) => {
          const picked = targetIds.find((name) => name === value);
          if (picked !== undefined) onChoose(picked);
        }}
      >
        <Label className={field['label'] ?? ''}>{t('Send imported data to')}</Label>
        {settings.targets.map((one) => (
          <Radio key={one.target} value={one.target} className={styles['target'] ?? ''}>
            <strong>{targetName(one.target)}</strong>
            <span>{targetText[one.target]}</span>
          </Radio>
        ))}
      </RadioGroup>
      {target !== undefined && (
        <div className={page['form']} key={target.target}>
          <TargetForm key={target.baseUrl} settings={target} />
          {signIn(target.target)}
          <TokenField settings={target} />
          <div className={styles['acts']}>
            <Button look="primary" isDisabled={!isSetUp(target)} onPress={() => setIsReviewing(true)}>
              {t('Review before sending…')}
            </Button>
            <ConnectionCheck settings={target} />
          </div>
        </div>
      )}
      {isReviewing && target !== undefined && (
        <ReviewDialog settings={target} cards={cards} onClose={() => setIsReviewing(false)} />
      )}
    </>
  );
}
