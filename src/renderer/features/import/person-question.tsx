import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';

/** `import.other_person`: a history belongs to one person, so another person's file waits for an answer. */
export function PersonQuestion({ status }: { readonly status: ImportStatus }) {
  const answer = useAct('import.confirmPerson');
  const say = (isSamePerson: boolean) => answer.mutate({ runId: status.runId, isSamePerson });
  const isBusy = answer.isPending || answer.isSuccess;
  return (
    <Notice
      tone="warn"
      title={`Is ${status.name} yours?`}
      actions={
        <>
          <Button isDisabled={isBusy} onPress={() => say(false)}>
            Not mine
          </Button>
          <Button look="primary" isDisabled={isBusy} onPress={() => say(true)}>
            It’s mine: import it
          </Button>
        </>
      }
    >
      <p>
        It doesn’t look like the history kept here: either the date of birth, sex, or blood type differs, or
        hardly any of its data matches the same days. A history holds one person’s data. Nothing from this
        file has been stored yet, and nothing will be if it isn’t yours.
      </p>
      {answer.error !== null && <FailureNotice failure={failureOf(answer.error)} />}
    </Notice>
  );
}
