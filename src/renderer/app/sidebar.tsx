import { FileDown, Rows3 } from 'lucide-react';
import { formatRoute, type PageName } from '../navigation/routes.ts';
import styles from './sidebar.module.css';
import { StateLine } from './state-line.tsx';

const links = [
  { page: 'import', label: 'Import', icon: FileDown },
  { page: 'history', label: 'History', icon: Rows3 },
] as const;

export function Sidebar({ page }: { readonly page: PageName }) {
  return (
    <nav aria-label="Pages" className={styles['sidebar']}>
      <div className={styles['name']}>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
          <rect width="32" height="32" rx="8" className={styles['logoGround']} />
          <path d="M5 17h6l3-8 5 14 3-6h5" className={styles['logoLine']} />
        </svg>
        <span className={styles['word']}>Health Relay</span>
      </div>
      <ul className={styles['links']}>
        {links.map(({ page: target, label, icon: Icon }) => (
          <li key={target}>
            <a
              href={formatRoute(target)}
              className={styles['link']}
              aria-current={page === target ? 'page' : undefined}
              title={label}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <span className={styles['word']}>{label}</span>
            </a>
          </li>
        ))}
      </ul>
      <StateLine />
    </nav>
  );
}
