import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountOverview } from '../../../shared/domain/account.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { andText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './account.module.css';
import { waysBack } from './auth0-ceremony.ts';
import { endedSignIns } from './ended-sign-ins.ts';

/** The known Atlas service's tenant (atlas/README §2). */
const atlasTenant = {
  auth0Domain: 'dev-irxmxjwyduu4tesn.us.auth0.com',
  auth0Audience: 'https://api.atlas.ai',
};

type TextKey =
  | 'auth0Domain'
  | 'auth0ClientId'
  | 'auth0Audience'
  | 'supabaseUrl'
  | 'supabaseAnonKey'
  | 'foundryClientId';
type PortKey = 'auth0Port' | 'port';
type Setup = Readonly<Record<TextKey | PortKey, string>>;

/** The entered port; null if it is invalid. */
function portIn(text: string): number | null {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1024 && port <= 65_535 ? port : null;
}

function setupOf({ auth0, trendy, foundry }: AccountOverview): Setup {
  return {
    auth0Domain: auth0.domain,
    auth0ClientId: auth0.clientId,
    auth0Audience: auth0.audience,
    auth0Port: String(auth0.redirectPort),
    supabaseUrl: trendy.supabaseUrl,
    supabaseAnonKey: trendy.supabaseAnonKey,
    foundryClientId: foundry.clientId,
    port: new URL(foundry.redirectUri).port,
  };
}

/** The link in a sentence that asks for these settings. */
export const linkToSetup = (text: ReactNode[]) => (
  <a href={formatRoute('settings', { at: 'sign-in' })}>{text}</a>
);

/** The sign-in services and the addresses to register there. Their operators provide the values. */
export function SignInSetup({ overview }: { readonly overview: AccountOverview }) {
  const bridge = useBridge();
  const before = setupOf(overview);
  const info = useCall('app.info', {}).data;
  const [setup, setSetup] = useState(before);
  // No press callbacks: a push with the new settings may replace this form before the answer.
  const configure = useMutation({
    mutationFn: async () => {
      const { port: _port, auth0Port: _auth0Port, ...texts } = setup;
      const trimmed = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, value.trim()]));
      if (port === null || auth0Port === null) return;
      await ask(bridge, 'account.configure', {
        ...trimmed,
        auth0RedirectPort: auth0Port,
        foundryRedirectPort: port,
      });
    },
  });
  const ended = endedSignIns(before, setup, overview.credentials);
  const isDirty = (Object.keys(before) as (keyof Setup)[]).some((key) => setup[key].trim() !== before[key]);
  const port = portIn(setup.port);
  const auth0Port = portIn(setup.auth0Port);
  const arePorts = port !== null && auth0Port !== null;
  const field = (key: keyof Setup) => ({
    value: setup[key],
    onChange: (value: string) => setSetup({ ...setup, [key]: value }),
  });
  const portField = (key: PortKey) => ({
    ...field(key),
    error: portIn(setup[key]) === null ? t('Enter a number from 1024 to 65535.') : null,
  });
  const callbacks = info === undefined ? [] : waysBack(info, setup.auth0Port);
  return (
    <form
      className={styles['setup']}
      aria-label={t('Set up sign-in')}
      onSubmit={(event) => {
        event.preventDefault();
        if (arePorts) configure.mutate();
      }}
    >
      <fieldset className={styles['group']}>
        <legend>Atlas (Auth0)</legend>
        <div className={styles['fields']}>
          <TextField label={t('Domain')} {...field('auth0Domain')} placeholder="tenant.eu.auth0.com" />
          <TextField label={t('Client ID')} {...field('auth0ClientId')} />
          <TextField label={t('Audience')} {...field('auth0Audience')} />
          {info?.host === 'electron' && (
            <TextField label={t('Callback port for Atlas')} {...portField('auth0Port')} />
          )}
          {setup.auth0Domain !== atlasTenant.auth0Domain && (
            <Button onPress={() => setSetup({ ...setup, ...atlasTenant })}>{t('Use Atlas')}</Button>
          )}
        </div>
        <p className={page['soft']}>
          {callbacks.length > 1
            ? t('Register these under “Allowed Callback URLs” of the native application with that client ID.')
            : t('Register this under “Allowed Callback URLs” of the native application with that client ID.')}
        </p>
        {callbacks.map((address, index) => (
          <RegisteredAddress
            key={address}
            name={index === 0 ? t('Callback') : t('Second callback')}
            copy={index === 0 ? t('Copy callback') : t('Copy second callback')}
            address={address}
          />
        ))}
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>{t('Trendy’s own login')}</legend>
        <div className={styles['fields']}>
          <TextField
            label={t('Supabase address')}
            type="url"
            {...field('supabaseUrl')}
            placeholder="https://"
          />
          <TextField
            label={t('Supabase anon key')}
            {...field('supabaseAnonKey')}
            hint={t('The public one.')}
          />
        </div>
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>Foundry</legend>
        <div className={styles['fields']}>
          <TextField label={t('Foundry client ID')} {...field('foundryClientId')} />
          <TextField label={t('Callback port for Foundry')} {...portField('port')} />
        </div>
        <p className={page['soft']}>
          {t('Register this as the redirect URL of the public client application.')}
        </p>
        <RegisteredAddress
          name={t('Redirect')}
          copy={t('Copy redirect')}
          address={`http://127.0.0.1:${setup.port}/callback`}
        />
      </fieldset>
      <div className={styles['acts']}>
        <Button type="submit" look="primary" isDisabled={!isDirty || !arePorts || configure.isPending}>
          {t('Save')}
        </Button>
        {ended.length > 0 && (
          <p className={page['soft']}>
            {t('Saving ends the sign-in of {targets}.', { targets: andText(ended.map(targetName)) })}
          </p>
        )}
      </div>
      {configure.error !== null && <FailureNotice failure={failureOf(configure.error)} />}
    </form>
  );
}

/** An address that must be entered elsewhere exactly. */
function RegisteredAddress({
  name,
  copy,
  address,
}: {
  readonly name: string;
  /** The command that copies it. */
  readonly copy: string;
  readonly address: string;
}) {
  return (
    <div className={styles['address']}>
      <span>{name}</span>
      <code>{address}</code>
      <CopyButton label={copy} text={() => address} />
    </div>
  );
}
