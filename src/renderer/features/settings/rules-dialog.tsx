import { useQuery } from '@tanstack/react-query';
import type { CallInput } from '../../../shared/contract/index.ts';
import { callOptions, failureOf, useBridge } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countOf } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Facts } from '../../components/side-panel.tsx';

interface Props {
  readonly title: string;
  readonly rules: CallInput<'settings.reviewRules'>;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Shows the effect of another zone or order on existing events; nothing changes before the answer. */
export function RulesDialog({ title, rules, onAnswer }: Props) {
  const query = useQuery({
    ...callOptions(useBridge(), 'settings.reviewRules', rules),
    staleTime: 0,
    gcTime: 0,
  });
  const review = query.isFetching ? undefined : query.data;
  return (
    <ConfirmDialog isOpen isBusy={review === undefined} title={title} action="Change it" onAnswer={onAnswer}>
      {query.error !== null && <FailureNotice failure={failureOf(query.error)} />}
      {review === undefined && query.error === null && <Skeleton label="Counting" rows={4} height={22} />}
      {review !== undefined && (
        <>
          <p>All events are created again from the records, which don’t change:</p>
          <Facts
            facts={[
              ['New', countOf(review.created, 'event')],
              ['With different figures', countOf(review.changed, 'event')],
              ['Removed', countOf(review.deleted, 'event')],
            ]}
          />
          <p>
            {review.sent === 0
              ? 'None of this is sent anywhere.'
              : `${countOf(review.sent, 'change goes', 'changes go')} to Trendy; data that others wrote there stays.`}
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}
