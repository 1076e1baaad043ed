import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountOverview } from '../../../shared/domain/account.ts';
import { ask, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import styles from './account.module.css';
import { RegisteredAddress } from './registered-address.tsx';

/** The known Atlas service's tenant (atlas-proxy §2). */
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
type Setup = Readonly<Record<TextKey | 'port', string>>;

function setupOf({ auth0, trendy, foundry }: AccountOverview): Setup {
  return {
    auth0Domain: auth0.domain,
    auth0ClientId: auth0.clientId,
    auth0Audience: auth0.audience,
    supabaseUrl: trendy.supabaseUrl,
    supabaseAnonKey: trendy.supabaseAnonKey,
    foundryClientId: foundry.clientId,
    port: new URL(foundry.redirectUri).port,
  };
}

/** Where sign-ins happen, and what has to be registered there. Whoever runs the services tells the values. */
export function SignInSetup({ overview }: { readonly overview: AccountOverview }) {
  const bridge = useBridge();
  const before = setupOf(overview);
  const redirectUri = useCall('app.info', {}).data?.redirectUri ?? '';
  const [setup, setSetup] = useState(before);
  // Not by callbacks of the press: the new settings come by a push that may put another form here before the answer.
  const configure = useMutation({
    mutationFn: async () => {
      const { port: _port, ...texts } = setup;
      const trimmed = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, value.trim()]));
      await ask(bridge, 'account.configure', { ...trimmed, foundryRedirectPort: port });
      // What the page may connect to was decided when it was loaded (shared/page/headers.ts).
      if (setup.auth0Domain.trim() !== before.auth0Domain) window.location.reload();
    },
  });
  const isDirty = (Object.keys(before) as (keyof Setup)[]).some((key) => setup[key].trim() !== before[key]);
  const port = Number(setup.port);
  const isPort = /^\d+$/.test(setup.port) && port >= 1024 && port <= 65_535;
  const field = (key: keyof Setup) => ({
    value: setup[key],
    onChange: (value: string) => setSetup({ ...setup, [key]: value }),
  });
  return (
    <form
      className={styles['setup']}
      aria-label="Set up sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (isPort) configure.mutate();
      }}
    >
      <fieldset className={styles['group']}>
        <legend>Atlas (Auth0)</legend>
        <div className={styles['fields']}>
          <TextField label="Domain" {...field('auth0Domain')} placeholder="tenant.eu.auth0.com" />
          <TextField label="Client id" {...field('auth0ClientId')} />
          <TextField label="Audience" {...field('auth0Audience')} />
          {setup.auth0Domain !== atlasTenant.auth0Domain && (
            <Button onPress={() => setSetup({ ...setup, ...atlasTenant })}>Use Atlas</Button>
          )}
        </div>
        <p className={page['soft']}>
          Register these with the native application of that client id: the first as allowed callback URL, the
          second as allowed web origin.
        </p>
        <RegisteredAddress name="Callback" address={redirectUri} />
        <RegisteredAddress name="Web origin" address={window.location.origin} />
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>Trendy’s own login</legend>
        <div className={styles['fields']}>
          <TextField label="Supabase address" type="url" {...field('supabaseUrl')} placeholder="https://" />
          <TextField label="Supabase anon key" {...field('supabaseAnonKey')} hint="The public one." />
        </div>
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>Foundry</legend>
        <div className={styles['fields']}>
          <TextField label="Client id of Foundry" {...field('foundryClientId')} />
          <TextField
            label="Port to come back to"
            {...field('port')}
            error={isPort ? null : 'A number from 1024 to 65535.'}
          />
        </div>
        <p className={page['soft']}>Register this as redirect URL of the public client application.</p>
        <RegisteredAddress name="Redirect" address={`http://127.0.0.1:${setup.port}/callback`} />
      </fieldset>
      <div className={styles['acts']}>
        <Button type="submit" look="primary" isDisabled={!isDirty || !isPort || configure.isPending}>
          Save
        </Button>
        {isDirty &&
          (setup.auth0Domain !== before.auth0Domain || setup.auth0ClientId !== before.auth0ClientId) && (
            <p className={page['soft']}>
              A sign-in that was made at the old place ends. The page is loaded anew.
            </p>
          )}
      </div>
      {configure.error !== null && <FailureNotice failure={failureOf(configure.error)} />}
    </form>
  );
}
