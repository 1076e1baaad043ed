import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { drop } from '../../shared/drop.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { Failure } from '../../shared/errors.ts';
import { t } from '../../shared/language.ts';
import { Button } from './button.tsx';
import styles from './notice.module.css';

export type Tone = 'info' | 'warn' | 'bad';
const icons = { info: Info, warn: TriangleAlert, bad: CircleAlert } as const;

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Notice({ tone, title, children, actions }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`${styles['notice']} ${styles[tone]}`} data-notice={tone}>
      <Icon size={18} aria-hidden className={styles['icon']} />
      <div className={styles['body']}>
        <h2>{title}</h2>
        {children !== undefined && <div className={styles['text']}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}

interface FailureProps {
  readonly failure: Failure;
  readonly about?: string;
  /** A returned promise isn't awaited: the next notice reports another failure. */
  readonly onRetry?: () => unknown;
  readonly onDismiss?: () => void;
}

/** Explains a failed call: what happened and what to do. The code appears only in the details. */
export function FailureNotice({ failure, about, onRetry, onDismiss }: FailureProps) {
  const { title, text } = textFor(failure.code, failure.details);
  const actions = (
    <>
      {onRetry !== undefined && (
        <Button
          onPress={() =>
            drop(Promise.resolve(onRetry()), 'the next notice reports another failure', reportError)
          }
        >
          {t('Try again')}
        </Button>
      )}
      {onDismiss !== undefined && <Button onPress={onDismiss}>{t('Close')}</Button>}
    </>
  );
  return (
    <Notice
      tone="bad"
      title={about === undefined ? title : t('{about}: {title}', { about, title })}
      actions={actions}
    >
      <p>{text}</p>
      <details className={styles['details']}>
        <summary>{t('Details')}</summary>
        <code>{failure.code}</code>
      </details>
    </Notice>
  );
}
