import { Check, Copy } from 'lucide-react';
import { type Ref, useState } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { drop } from '../../shared/drop.ts';
import { t } from '../../shared/language.ts';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger' | 'icon';

export function Button({
  look = 'plain',
  ...rest
}: Omit<ButtonProps, 'className'> & {
  readonly look?: ButtonLook;
  readonly ref?: Ref<HTMLButtonElement>;
}) {
  return <AriaButton {...rest} className={`${styles['button']} ${styles[look]}`} />;
}

/** Copies text to the clipboard and says whether it worked. */
export function CopyButton({
  label,
  text,
}: {
  readonly label: string;
  readonly text: () => string | Promise<string>;
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setState('copied');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), 2_000);
  };
  return (
    <Button onPress={() => drop(copy(), 'the button shows the outcome', reportError)}>
      {state === 'copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      <span aria-live="polite">
        {state === 'idle' ? label : state === 'copied' ? t('Copied') : t('Couldn’t copy')}
      </span>
    </Button>
  );
}
