import { useState } from 'react';
import { failureOf, useAct, useCall } from '../bridge/queries.ts';
import { Button } from './button.tsx';
import page from './form-page.module.css';
import { FailureNotice } from './notice.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  /** The button that opens the system's dialog, in the app. */
  readonly chooseLabel: string;
  /** In a browser, which has no such dialog, the path is typed: the form, its field, and its button. */
  readonly formLabel: string;
  readonly fieldLabel: string;
  readonly hint: string;
  readonly submitLabel: string;
  readonly isDisabled: boolean;
  /** Takes a folder's path; `taken` empties the field. */
  readonly onPick: (path: string, taken: () => void) => void;
}

/** A folder on the computer of the data program, chosen with the system's dialog or, in a browser, typed. */
export function FolderChoice(props: Props) {
  const { chooseLabel, formLabel, fieldLabel, hint, submitLabel, isDisabled, onPick } = props;
  const isDesktop = useCall('app.info', {}).data?.host === 'electron';
  const choose = useAct('app.chooseFolder');
  const [typed, setTyped] = useState('');
  const path = typed.trim();
  const pick = (chosen: string) => onPick(chosen, () => setTyped(''));
  return (
    <>
      {isDesktop ? (
        <div>
          <Button
            isDisabled={isDisabled || choose.isPending}
            onPress={() =>
              choose.mutate({}, { onSuccess: (chosen) => chosen.path !== null && pick(chosen.path) })
            }
          >
            {chooseLabel}
          </Button>
        </div>
      ) : (
        <form
          aria-label={formLabel}
          onSubmit={(event) => {
            event.preventDefault();
            if (path !== '') pick(path);
          }}
        >
          <div className={page['withButton']}>
            <TextField label={fieldLabel} value={typed} onChange={setTyped} hint={hint} />
            <Button type="submit" isDisabled={path === '' || isDisabled}>
              {submitLabel}
            </Button>
          </div>
        </form>
      )}
      {choose.error !== null && <FailureNotice failure={failureOf(choose.error)} />}
    </>
  );
}
