import { useQuery } from '@tanstack/react-query';
import type { CallInput } from '../../../shared/contract/index.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { sentText } from './rules-words.ts';

interface Props {
  readonly title: string;
  readonly rules: CallInput<'settings.reviewRules'>;
  /** `sent`: the number of changes that was shown; null: not changed. */
  readonly onAnswer: (sent: number | null) => void;
}

const eventsText = (count: number) => t('{count, plural, one {# event} other {# events}}', { count });

/** Shows the effect of another zone or order on existing events; nothing changes before the answer. */
export function RulesDialog({ title, rules, onAnswer }: Props) {
  const query = useQuery({
    ...callOptions(useBridge(), 'settings.reviewRules', rules),
    staleTime: 0,
    gcTime: 0,
  });
  const { data: overview } = useCall('sync.overview', {});
  const review = query.isFetching ? undefined : query.data;
  return (
    <ConfirmDialog
      isOpen
      isBusy={review === undefined}
      title={title}
      action={t('Change it')}
      onAnswer={(isYes) => onAnswer(isYes && review !== undefined ? review.sent : null)}
    >
      {query.error !== null && <FailureNotice failure={failureOf(query.error)} />}
      {review === undefined && query.error === null && (
        <Skeleton label={t('Counting')} rows={4} height={22} />
      )}
      {review !== undefined && (
        <>
          <p>{t('All events are created again from the records, which don’t change:')}</p>
          <Facts
            facts={[
              [t('New', {}, 'events'), eventsText(review.created)],
              [t('With different figures', {}, 'events'), eventsText(review.changed)],
              [t('Removed', {}, 'events'), eventsText(review.deleted)],
            ]}
          />
          <p>{sentText(review.sent, overview)}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
