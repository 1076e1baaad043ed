// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be virtual without losing its layout; the roles say the same
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid takes the focus (aria-activedescendant)

import { Ban, Check, CircleDashed, CircleHelp, Clock, LoaderCircle, RotateCw, Undo2, X } from 'lucide-react';
import type { OutboxItem, OutboxState } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { When } from '../../components/live-time.tsx';
import { TypeMark } from '../../components/marks.tsx';
import styles from './outbox-list.module.css';
import { canQueueAgain, canRetry, itemFacts, itemState, itemTitle } from './outbox-words.ts';
import { useAttemptText, useItemActs } from './use-item-acts.tsx';

const icons: Readonly<Record<OutboxState, typeof Check>> = {
  queued: CircleDashed,
  sending: LoaderCircle,
  waiting: Clock,
  uncertain: CircleHelp,
  failed: X,
  delivered: Check,
  discarded: Ban,
};

/** The cells of one item: state, content, last message, and attempts. */
export function OutboxLine({ item }: { readonly item: OutboxItem }) {
  const zone = useHomeZone();
  const units = useUnits();
  const { retry, queueAgain, isBusy, failure, question } = useItemActs(item);
  const attempt = useAttemptText(item, (left) => t('next attempt in {left}', { left }));
  const Icon = icons[item.state];
  const title = itemTitle(item, units);
  const act = (label: string, Mark: typeof Check, onPress: () => void) => (
    <Button look="icon" aria-label={label} excludeFromTabOrder isDisabled={isBusy} onPress={onPress}>
      <Mark size={16} aria-hidden />
    </Button>
  );
  return (
    <>
      <span role="gridcell" className={`${styles['mark']} ${styles[item.state]}`}>
        <Icon size={16} aria-hidden />
      </span>
      <span role="gridcell" className={styles['what']}>
        <span className={styles['title']}>
          {item.kind === 'mutation' && <TypeMark type={item.what} />}
          <span className={styles['cut']}>{title}</span>
        </span>
        <span className={styles['soft']}>{itemFacts(item, zone)}</span>
      </span>
      <span role="gridcell" className={styles['said']}>
        <span className={styles['cut']}>
          {failure === null ? itemState(item) : textFor(failure.code, failure.details).title}
        </span>
        <span className={styles['soft']}>
          {targetName(item.target)}
          {attempt !== null && (
            <>
              {' · '}
              {attempt}
            </>
          )}
        </span>
      </span>
      <span role="gridcell" className={styles['tries']}>
        <span>
          {item.tries === 0
            ? ''
            : t('{count, plural, one {# attempt} other {# attempts}}', { count: item.tries })}
        </span>
        <span className={styles['soft']}>
          <When at={item.updatedAt} />
        </span>
      </span>
      <span role="gridcell" className={styles['act']}>
        {canRetry(item) && act(t('Retry {item}', { item: title }), RotateCw, retry)}
        {canQueueAgain(item) && act(t('Queue {item} again', { item: title }), Undo2, queueAgain)}
        {question}
      </span>
    </>
  );
}
