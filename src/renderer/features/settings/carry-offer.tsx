import type { DestinationCard, TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';

interface Props {
  readonly settings: TargetSettings;
  readonly cards: readonly DestinationCard[];
}

/** Atlas and direct are two routes to one dataset: records sent by the other one aren't sent again if the user confirms. */
export function CarryOffer({ settings, cards }: Props) {
  const carry = useAct('settings.carryCursors');
  const { target, destination, goesBy } = settings;
  const other =
    cards.find(({ id }) => id === goesBy) ??
    cards.find((card) => card.target !== 'trendy' && card.target !== target && card.delivered > 0);
  if (target === 'trendy' || destination === null || other === undefined) return null;
  const name = targetName(other.target);
  if (carry.isSuccess)
    return (
      <Notice tone="info" title={t('Records sent through {target} count as delivered', { target: name })}>
        {t('Only missing records are sent.')}
      </Notice>
    );
  return (
    <>
      <Notice
        tone="info"
        title={
          goesBy === null
            ? t('{target} already received {count, plural, one {# record} other {# records}}', {
                target: name,
                count: other.delivered,
              })
            : t('{target} is the route to this dataset now', { target: name })
        }
        actions={
          <Button
            isDisabled={carry.isPending}
            onPress={() => carry.mutate({ from: other.id, to: destination })}
          >
            {t('It’s the same dataset')}
          </Button>
        }
      >
        {goesBy === null
          ? t(
              'If both routes lead to the same dataset, confirm it here, and only missing records are sent. Otherwise, ignore this.',
            )
          : t(
              'You said that both routes lead to the same dataset. Confirm it here, and this one sends only missing records.',
            )}
        {other.isEnabled &&
          ` ${t('{target} is then turned off: a dataset has one route at a time.', { target: name })}`}
      </Notice>
      {carry.error !== null && <FailureNotice failure={failureOf(carry.error)} />}
    </>
  );
}
