import { ArrowUpDown, FileDown, LayoutDashboard, Rows3, Settings } from 'lucide-react';
import { t } from '../../shared/language.ts';
import { useCall } from '../bridge/queries.ts';
import { compactText, countText } from '../components/formats.ts';
import hidden from '../components/visually-hidden.module.css';
import { formatRoute, lastAddressOf, type PageName } from '../navigation/routes.ts';
import { AccountLine } from './account-line.tsx';
import { pageTitles } from './place-names.ts';
import styles from './sidebar.module.css';
import { StateLine } from './state-line.tsx';

const links = [
  { page: 'overview', icon: LayoutDashboard },
  { page: 'import', icon: FileDown },
  { page: 'history', icon: Rows3 },
  { page: 'sync', icon: ArrowUpDown },
  { page: 'settings', icon: Settings },
] as const;

/** The number of pending items, next to the page that lists them. */
function PendingCount() {
  const pending = useCall('sync.overview', {}).data?.pending ?? 0;
  if (pending === 0) return null;
  return (
    <span
      className={styles['count']}
      title={t('{count, plural, one {# item pending} other {# items pending}}', { count: pending })}
    >
      {pending < 10_000 ? countText(pending) : compactText(pending)}
    </span>
  );
}

export function Sidebar({ page }: { readonly page: PageName | null }) {
  return (
    <nav aria-label={t('Pages')} className={styles['sidebar']}>
      <div className={styles['name']}>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
          <rect width="32" height="32" rx="8" className={styles['logoGround']} />
          <path d="M5 17h6l3-8 5 14 3-6h5" className={styles['logoLine']} />
        </svg>
        <span className={hidden['hiddenWhenNarrow']}>Health Relay</span>
      </div>
      <ul className={styles['links']}>
        {links.map(({ page: target, icon: Icon }) => (
          <li key={target} className={target === 'settings' ? styles['last'] : undefined}>
            <a
              // A press on the current page leads to its first view.
              href={page === target ? formatRoute(target) : lastAddressOf(target)}
              className={styles['link']}
              aria-current={page === target ? 'page' : undefined}
              title={pageTitles[target]}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <span className={hidden['hiddenWhenNarrow']}>{pageTitles[target]}</span>
              {target === 'sync' && <PendingCount />}
            </a>
          </li>
        ))}
      </ul>
      <div className={styles['foot']}>
        <AccountLine />
        <StateLine />
      </div>
    </nav>
  );
}
