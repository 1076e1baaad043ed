import { useState } from 'react';
import { classLabel } from '../../../shared/domain/kind-label.ts';
import type { Receipt, RemovalGroup, RemovalList as Removals } from '../../../shared/domain/receipt.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { m, sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { calendarDayText } from '../../components/zone-formats.ts';
import styles from './alias-list.module.css';

/** A type or class, and why so many of its items are left out. */
const reasons = {
  gone: m(
    '{count, plural, one {{what}: # no longer in the Health app} other {{what}: # no longer in the Health app}}',
  ),
  superseded: m(
    '{count, plural, one {{what}: # replaced by a newer version} other {{what}: # replaced by a newer version}}',
  ),
} as const;

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
            {t(
              '{returned, plural, one {# item is in the Health app again and counts again.} other {# items are in the Health app again and count again.}}',
              { returned },
            )}
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
  return (
    <li>
      <div>
        <p>
          {sentences(
            leftOutText(gone, superseded),
            isUndone
              ? t('You undid this: they count again.')
              : t('They’re kept here but left out of every figure.'),
          )}
        </p>
        {left !== undefined && left.groups.length > 0 && (
          <Disclosure title={t('By type and day')}>
            <p className={styles['note']}>
              {t('Each item is listed on the day it starts in {zone}.', { zone: left.zone })}
            </p>
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
      {left !== undefined && !isUndone && <Button onPress={() => setIsAsked(true)}>{t('Undo…')}</Button>}
      <ConfirmDialog
        isOpen={isAsked}
        title={t('Count these items again?')}
        action={t('Undo', {}, 'button')}
        isBusy={undo.isPending}
        onAnswer={(isYes) => {
          if (isYes) undo.mutate({ runId });
          setIsAsked(false);
        }}
      >
        <p>{t('Everything this import left out counts again, and no later import leaves it out.')}</p>
      </ConfirmDialog>
    </li>
  );
}

function leftOutText(gone: number, superseded: number): string {
  if (superseded === 0)
    return t(
      '{gone, plural, one {# item is no longer in the Health app.} other {# items are no longer in the Health app.}}',
      { gone },
    );
  if (gone === 0)
    return t(
      '{superseded, plural, one {# item was replaced by a newer version.} other {# items were replaced by a newer version.}}',
      { superseded },
    );
  return t(
    '{gone, plural, one {# item is no longer in the Health app} other {# items are no longer in the Health app}}; {superseded, plural, one {# item was replaced by a newer version} other {# items were replaced by a newer version}}.',
    { gone, superseded },
  );
}

function lineOf({ type, day, state, count }: RemovalGroup): string {
  const what = type.startsWith('HK') ? typeLabel(type) : classLabel(type);
  const when = day === null ? t('Without a date') : calendarDayText(day);
  return `${when} · ${t(reasons[state], { what, count })}`;
}

function moreText({ items, days }: Removals['more']): string {
  return days > 0
    ? t(
        '{items, plural, one {and # more} other {and # more}} on {days, plural, one {# day} other {# days}}',
        { items, days },
      )
    : t('{items, plural, one {and # more} other {and # more}}', { items });
}
