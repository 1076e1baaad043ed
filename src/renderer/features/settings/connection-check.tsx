import { CircleCheck, PlugZap } from 'lucide-react';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import type { ConnectionTest, TargetSettings } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { isSetUp } from './target-words.ts';

/** Tests the connection and explains the result. */
export function ConnectionCheck({ settings }: { readonly settings: TargetSettings }) {
  const test = useAct('settings.testConnection');
  return (
    <>
      <Button
        isDisabled={!isSetUp(settings) || test.isPending}
        onPress={() => test.mutate({ target: settings.target })}
      >
        <PlugZap size={16} aria-hidden />
        {test.isPending ? t('Testing…') : t('Test connection')}
      </Button>
      <div role="status" className={styles['whole']}>
        {test.error !== null && <FailureNotice failure={failureOf(test.error)} />}
        {test.data !== undefined && !test.isPending && (
          <TestResult name={targetName(settings.target)} result={test.data} />
        )}
      </div>
    </>
  );
}

function answerText(target: string, account: string | null, ms: number): string {
  if (ms < 1000)
    return account === null
      ? t('Connected to {target}.', { target })
      : t('Connected to {target} as {account}.', { target, account });
  const time = durationText(ms / 1000);
  return account === null
    ? t('Connected to {target} in {time}.', { target, time })
    : t('Connected to {target} as {account} in {time}.', { target, account, time });
}

function TestResult({ name, result }: { readonly name: string; readonly result: ConnectionTest }) {
  const { isOk, code, account, status, ms } = result;
  if (isOk)
    return (
      <p className={styles['good']}>
        <CircleCheck size={16} aria-hidden />
        {answerText(name, account, ms)}
      </p>
    );
  const { title, text } = textFor(code ?? 'sync.network', { target: name });
  return (
    <Notice tone="bad" title={title}>
      <p>{text}</p>
      {status !== null && (
        <p className={styles['soft']}>{t('The response had status {status}.', { status })}</p>
      )}
    </Notice>
  );
}
