import { getLocalTimeZone, parseDate, today } from '@internationalized/date';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components';
import type {
  Consent,
  DestinationCard,
  Review,
  TargetId,
  TargetSettings,
} from '../../../shared/domain/sync.ts';
import { estimateInWords, formatWords, targetName } from '../../../shared/domain/target-name.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { usualKinds } from '../../../shared/domain/usual-kinds.ts';
import { drop } from '../../../shared/drop.ts';
import { callOptions, failureOf, noteFault, useAct, useBridge } from '../../bridge/queries.ts';
import { useAccountName } from '../../bridge/use-account.ts';
import { Button } from '../../components/button.tsx';
import { CheckBox } from '../../components/choice.tsx';
import { countOf, countText } from '../../components/formats.ts';
import { LargeDialog } from '../../components/large-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { TypeMark } from '../../components/marks.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { CarryOffer } from './carry-offer.tsx';
import styles from './review-dialog.module.css';
import { kindLabel } from './target-words.ts';

interface Props {
  readonly settings: TargetSettings;
  readonly cards: readonly DestinationCard[];
  readonly onClose: () => void;
}

/** Reviews the items and their destination before sending. Nothing is sent until the button with the number is pressed. */
export function ReviewDialog({ settings, cards, onClose }: Props) {
  const { target, consent, isEnabled } = settings;
  const [kinds, setKinds] = useState<Consent['kinds']>(consent?.kinds ?? usualKinds(target));
  const [startDay, setStartDay] = useState(consent?.startDay ?? null);
  const enable = useAct('settings.enableTarget');
  const nameOf = useAccountName();
  // Counted each time: an outdated number is no consent.
  const query = useQuery({
    ...callOptions(useBridge(), 'settings.reviewTarget', { target, kinds, startDay }),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const review = query.data;
  const isCurrent = review !== undefined && !query.isPlaceholderData && !query.isFetching;
  const send = () => {
    if (review === undefined) return;
    enable.mutate(
      { target, kinds, startDay, items: review.items, account: review.account },
      {
        onSuccess: onClose,
        onError: () => drop(query.refetch(), 'the query keeps its own error', noteFault),
      },
    );
  };
  return (
    <LargeDialog
      title={
        isEnabled ? `Data sent to ${targetName(target)}` : `Before anything is sent to ${targetName(target)}`
      }
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={!isCurrent || kinds.length === 0 || enable.isPending}
            onPress={send}
          >
            {review === undefined ? 'Send' : sendText(isEnabled, review)}
          </Button>
        </>
      }
    >
      {query.error !== null && (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      )}
      {review === undefined && query.error === null && (
        <Skeleton label="Counting the items" rows={8} height={28} />
      )}
      {review !== undefined && (
        <>
          <Facts
            facts={[
              ['Server', review.host],
              ['Account', review.account === '' ? 'The token’s account' : nameOf(review.account)],
              ['Dataset', review.dataset],
              ['Branch', review.branch],
              ['File format', review.format === null ? '' : formatWords[review.format]],
            ]}
          />
          <CarryOffer settings={settings} cards={cards} />
          <ReviewKinds target={target} kinds={review.kinds} chosen={kinds} onChange={setKinds} />
          <StartDay value={startDay} onChange={setStartDay} />
          <p className={styles['total']} aria-live="polite">
            <strong>{countText(review.items)}</strong> {review.items === 1 ? 'item' : 'items'} in total{' '}
            {isEnabled &&
              (review.added > 0 ? `, ${countText(review.added)} of them newly chosen` : ', none of them new')}
            .
          </p>
          {review.estimate !== null && (
            <p className={styles['soft']}>{estimateInWords(target, review.estimate)}</p>
          )}
          <p className={styles['soft']}>
            Later imports automatically send new items of these kinds. You can change this or turn it off at
            any time; delivered data stays there.
          </p>
        </>
      )}
      {enable.error !== null && <FailureNotice failure={failureOf(enable.error)} />}
    </LargeDialog>
  );
}

/** The label of the button that starts sending. A later change shows the number of added items, or just saves if there are none. */
function sendText(isEnabled: boolean, { items, added }: { readonly items: number; readonly added: number }) {
  if (!isEnabled) return `Send ${countOf(items, 'item')}`;
  return added > 0 ? `Send ${countText(added)} more` : 'Save';
}

interface StartDayProps {
  /** `YYYY-MM-DD`; null: everything. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
}

/** Chooses everything, or only data from a day on. */
function StartDay({ value, onChange }: StartDayProps) {
  return (
    <div className={styles['start']}>
      <CheckBox
        isOn={value !== null}
        onChange={(isOn) =>
          onChange(isOn ? today(getLocalTimeZone()).subtract({ years: 1 }).toString() : null)
        }
      >
        Only from a certain day
      </CheckBox>
      {value !== null && (
        <DateField
          className={styles['dateField'] ?? ''}
          value={parseDate(value)}
          shouldForceLeadingZeros
          onChange={(day) => day !== null && day.year > 1900 && onChange(day.toString())}
        >
          <Label className={styles['soft'] ?? ''}>First day</Label>
          <DateInput className={styles['date'] ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
          </DateInput>
        </DateField>
      )}
    </div>
  );
}

interface ReviewKindsProps {
  readonly target: TargetId;
  readonly kinds: Review['kinds'];
  readonly chosen: Consent['kinds'];
  readonly onChange: (kinds: Consent['kinds']) => void;
}

/** Chooses the kinds to send, with their counts; sensitive ones are separate. */
function ReviewKinds({ target, kinds, chosen, onChange }: ReviewKindsProps) {
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
