import { useState } from 'react';
import { classLabel } from '../../../shared/domain/kind-label.ts';
import type { Receipt, RemovalGroup, RemovalList as Removals } from '../../../shared/domain/receipt.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countOf, countText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { calendarDayText } from '../../components/zone-formats.ts';
import styles from './alias-list.module.css';

const reasons = { gone: 'no longer in the Health app', superseded: 'replaced by a newer version' } as const;

/** Items that this import left out of every figure because Health changed or deleted them, by type and day, with undo. */
export function RemovalList({ receipt }: { readonly receipt: Receipt }) {
  const { superseded, gone, returned } = receipt.removed;
  const total = superseded + gone;
  if (total + returned === 0) return null;
  return (
    <ul className={styles['aliases']}>
      {total > 0 && <Removed runId={receipt.runId} gone={gone} superseded={superseded} />}
      {returned > 0 && (
        <li>
          <p>
            {countOf(returned, 'item')} {returned === 1 ? 'is' : 'are'} in the Health app again and{' '}
            {returned === 1 ? 'counts' : 'count'} again.
          </p>
        </li>
      )}
    </ul>
  );
}

function Removed({
  runId,
  gone,
  superseded,
}: {
  readonly runId: number;
  readonly gone: number;
  readonly superseded: number;
}) {
  const undo = useAct('import.undoRemovals');
  const left = useCall('import.removals', { runId }).data;
  const [isAsked, setIsAsked] = useState(false);
  const isUndone = left !== undefined && left.total.gone + left.total.superseded === 0;
  const parts = [
    ...(gone > 0
      ? [`${countOf(gone, 'item')} ${gone === 1 ? 'is' : 'are'} no longer in the Health app`]
      : []),
    ...(superseded > 0
      ? [`${countOf(superseded, 'item')} ${superseded === 1 ? 'was' : 'were'} replaced by a newer version`]
      : []),
  ];
  return (
    <li>
      <div>
        <p>
          {parts.join('; ')}.{' '}
          {isUndone ? 'You undid this: they count again.' : 'They’re kept here but left out of every figure.'}
        </p>
        {left !== undefined && left.groups.length > 0 && (
          <Disclosure title="By type and day">
            <p className={styles['note']}>Each item is on the day that it starts on in {left.zone}.</p>
            <ul className={styles['removed']}>
              {left.groups.map((group) => (
                <li key={`${group.type} ${group.day} ${group.state}`}>{lineOf(group)}</li>
              ))}
              {left.more.items > 0 && <li>{moreText(left.more)}</li>}
            </ul>
          </Disclosure>
        )}
        {undo.error !== null && <FailureNotice failure={failureOf(undo.error)} />}
      </div>
      {left !== undefined && !isUndone && <Button onPress={() => setIsAsked(true)}>Undo…</Button>}
      <ConfirmDialog
        isOpen={isAsked}
        title="Count these items again?"
        action="Undo"
        isBusy={undo.isPending}
        onAnswer={(isYes) => {
          if (isYes) undo.mutate({ runId });
          setIsAsked(false);
        }}
      >
        <p>Everything this import left out counts again, and no later import leaves it out.</p>
      </ConfirmDialog>
    </li>
  );
}

function lineOf({ type, day, state, count }: RemovalGroup): string {
  const what = type.startsWith('HK') ? typeLabel(type) : classLabel(type);
  const when = day === null ? 'Without a date' : calendarDayText(day);
  return `${when} · ${what}: ${countText(count)} ${reasons[state]}`;
}

function moreText({ items, days }: Removals['more']): string {
  return `and ${countText(items)} more${days > 0 ? ` on ${countOf(days, 'day')}` : ''}`;
}
