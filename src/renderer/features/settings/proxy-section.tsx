import { useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, noteFault, useAct, useCall, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import { TextField } from '../../components/text-field.tsx';

type KnownProxy = CallOutput<'settings.proxies'>['proxies'][number];

/** The network's proxies and their passwords. Nothing where no proxy is on the way. */
export function ProxySection() {
  const proxies = useCall('settings.proxies', {}).data?.proxies ?? [];
  if (proxies.length === 0) return null;
  return (
    <section id="settings-proxy" tabIndex={-1} aria-label={t('Network')} className={styles['section']}>
      <h2>{t('Network')}</h2>
      {proxies.map((proxy) => (
        <ProxyCard key={proxy.place} proxy={proxy} />
      ))}
    </section>
  );
}

function ProxyCard({ proxy }: { readonly proxy: KnownProxy }) {
  const { place, name, hasOwnLogin, isAsking } = proxy;
  const forget = useAct('settings.forgetProxyLogin');
  return (
    <section aria-label={t('Proxy {place}', { place })} className={styles['card']}>
      <h3>{t('Proxy {place}', { place })}</h3>
      <p className={styles['soft']}>
        {t(
          'Set by the system or an environment variable. Connections that go through it are encrypted end to end.',
        )}
      </p>
      {isAsking && (
        <Notice tone="warn" title={t('This proxy requires a password')}>
          {name === null && !hasOwnLogin
            ? t('Enter the name and password that your network gave you.')
            : t('It didn’t accept the name and password. Enter them again.')}
        </Notice>
      )}
      {hasOwnLogin ? (
        <p className={styles['soft']}>
          {t('The HTTPS_PROXY variable has a name and password. Change them there.')}
        </p>
      ) : (
        <LoginForm key={name ?? ''} place={place} name={name} />
      )}
      {name !== null && !hasOwnLogin && (
        <div className={styles['line']}>
          <Button isDisabled={forget.isPending} onPress={() => forget.mutate({ place })}>
            {t('Forget this password')}
          </Button>
        </div>
      )}
      {forget.error !== null && <FailureNotice failure={failureOf(forget.error)} />}
    </section>
  );
}

function LoginForm({ place, name }: { readonly place: string; readonly name: string | null }) {
  const set = useSecretAct('settings.setProxyLogin');
  const [user, setUser] = useState(name ?? '');
  const password = useSecret();
  return (
    <form
      className={styles['form']}
      aria-label={t('Password for {place}', { place })}
      onSubmit={(event) => {
        event.preventDefault();
        if (user.trim() === '' || !password.isFilledIn) return;
        const login = { place, name: user.trim(), password: password.take({ isTrimmed: false }) };
        drop(set.send(login), 'it keeps how it failed', noteFault);
      }}
    >
      <TextField label={t('Name', {}, 'login')} value={user} onChange={setUser} />
      <div className={styles['withButton']}>
        <SecretField
          label={t('Password')}
          secret={password}
          placeholder={name === null ? '' : t('One is stored; enter another to replace it')}
          hint={t('Stored in this computer’s keychain. Without one, it’s kept until Health Relay closes.')}
        />
        <Button type="submit" isDisabled={user.trim() === '' || !password.isFilledIn || set.isPending}>
          {t('Save')}
        </Button>
      </div>
      {set.failure !== null && <FailureNotice failure={set.failure} />}
    </form>
  );
}
