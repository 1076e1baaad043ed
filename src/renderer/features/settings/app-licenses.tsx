import { useQuery } from '@tanstack/react-query';
import type { License } from '../../../shared/page/asset-path.ts';
import { failureOf } from '../../bridge/queries.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';

/** The bundled packages with versions and licenses. */
export function AppLicenses() {
  return (
    <Disclosure title="Licenses" isWide>
      <p className={styles['soft']}>
        Health Relay is under the MIT license and contains these packages. Chromium’s licenses are in the file
        LICENSES.chromium.html next to the desktop app.
      </p>
      <LicenseList />
    </Disclosure>
  );
}

/** Fetched on demand: it is as large as the page. */
function LicenseList() {
  const { data, error, refetch } = useQuery({
    queryKey: ['licenses.json'],
    queryFn: async () => (await (await fetch('./licenses.json')).json()) as readonly License[],
  });
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (data === undefined) return <Skeleton label="Loading the licenses" rows={4} height={24} />;
  return (
    <div>
      {data.map(({ name, version, license, text }) => (
        <Disclosure key={`${name} ${version}`} title={`${name} ${version}, ${license}`} isWide>
          <pre className={styles['text']}>{text === '' ? 'It includes no license text.' : text}</pre>
        </Disclosure>
      ))}
    </div>
  );
}
