import { getLocalTimeZone, parseDate, today } from '@internationalized/date';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components';
import {
  type Consent,
  type DestinationCard,
  type Review,
  type TargetId,
  type TargetSettings,
  usualKinds,
} from '../../../shared/domain/sync.ts';
import { estimateInWords, formatWords, targetName } from '../../../shared/domain/target-name.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, noteFault, useAct, useBridge } from '../../bridge/queries.ts';
import { useAccountName } from '../../bridge/use-account.ts';
import { Button } from '../../components/button.tsx';
import { CheckBox } from '../../components/choice.tsx';
import { countText, listText } from '../../components/formats.ts';
import { rich } from '../../components/language.tsx';
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
        isEnabled
          ? t('Data sent to {target}', { target: targetName(target) })
          : t('Before anything is sent to {target}', { target: targetName(target) })
      }
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!isCurrent || kinds.length === 0 || enable.isPending}
            onPress={send}
          >
            {review === undefined ? t('Send') : sendText(isEnabled, review)}
          </Button>
        </>
      }
    >
      {query.error !== null && (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      )}
      {review === undefined && query.error === null && (
        <Skeleton label={t('Counting the items')} rows={8} height={28} />
      )}
      {review !== undefined && (
        <>
          <Facts
            facts={[
              [t('Server'), review.host],
              [t('Account'), review.account === '' ? t('The token’s account') : nameOf(review.account)],
              [t('Dataset'), review.dataset],
              [t('Branch'), review.branch],
              [t('File format'), review.format === null ? '' : formatWords[review.format]],
            ]}
          />
          <CarryOffer settings={settings} cards={cards} />
          <ReviewKinds target={target} kinds={review.kinds} chosen={kinds} onChange={setKinds} />
          <StartDay value={startDay} onChange={setStartDay} />
          <p className={styles['total']} aria-live="polite">
            {totalText(isEnabled, review)}
          </p>
          {review.estimate !== null && (
            <p className={styles['soft']}>{estimateInWords(target, review.estimate)}</p>
          )}
          <p className={styles['soft']}>
            {t(
              'Later imports automatically send new items of these kinds. You can change this or turn it off at any time; delivered data stays there.',
            )}
          </p>
        </>
      )}
      {enable.error !== null && <FailureNotice failure={failureOf(enable.error)} />}
    </LargeDialog>
  );
}

type Counted = Pick<Review, 'items' | 'added'>;

function totalText(isEnabled: boolean, { items, added }: Counted): ReactNode {
  const values = {
    count: items,
    added: countText(added),
    b: (inner: ReactNode) => <strong>{inner}</strong>,
  };
  if (!isEnabled && added === items)
    return rich('{count, plural, one {<b>#</b> item in total.} other {<b>#</b> items in total.}}', values);
  if (!isEnabled)
    return added > 0
      ? rich(
          '{count, plural, one {<b>#</b> item in total, {added} to send.} other {<b>#</b> items in total, {added} of them to send.}}',
          values,
        )
      : rich(
          '{count, plural, one {<b>#</b> item in total, nothing to send.} other {<b>#</b> items in total, none of them to send.}}',
          values,
        );
  return added > 0
    ? rich(
        '{count, plural, one {<b>#</b> item in total, {added} of them newly chosen.} other {<b>#</b> items in total, {added} of them newly chosen.}}',
        values,
      )
    : rich(
        '{count, plural, one {<b>#</b> item in total, none of them new.} other {<b>#</b> items in total, none of them new.}}',
        values,
      );
}

/** The label of the button: the number that it sends, if any. */
function sendText(isEnabled: boolean, { added }: Counted): string {
  if (!isEnabled)
    return added > 0
      ? t('Send {count, plural, one {# item} other {# items}}', { count: added })
      : t('Turn on');
  return added > 0 ? t('Send {count} more', { count: countText(added) }) : t('Save');
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
        {t('Only from a certain day')}
      </CheckBox>
      {value !== null && (
        <DateField
          className={styles['dateField'] ?? ''}
          value={parseDate(value)}
          shouldForceLeadingZeros
          onChange={(day) => day !== null && day.year > 1900 && onChange(day.toString())}
        >
          <Label className={styles['soft'] ?? ''}>{t('First day')}</Label>
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
    { title: t('Data to send'), kinds: kinds.filter(({ isSensitive }) => !isSensitive) },
    {
      title: t('Sensitive: off unless you choose it'),
      kinds: kinds.filter(({ isSensitive }) => isSensitive),
    },
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
              {types.length > 0 && <span className={styles['types']}>{listText(types.map(typeLabel))}</span>}
            </span>
            <span className={styles['count']}>{countText(items)}</span>
          </CheckBox>
        ))}
      </fieldset>
    ));
}
