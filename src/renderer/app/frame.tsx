import { Search, UsersRound } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { importPercent } from '../../shared/domain/receipt.ts';
import { t } from '../../shared/language.ts';
import { useOtherAccounts } from '../bridge/use-account.ts';
import { Button } from '../components/button.tsx';
import { otherAccountWords } from '../features/account/other-account-words.ts';
import { useImportStatus } from '../features/import/offer-store.ts';
import { formatRoute, type PageName } from '../navigation/routes.ts';
import styles from './frame.module.css';
import otherAccountBarStyles from './other-account-bar.module.css';
import { pageTitles } from './place-names.ts';
import { ProblemCard } from './problem-card.tsx';
import { SearchPalette } from './search-palette.tsx';
import { Sidebar } from './sidebar.tsx';

const isMac = navigator.userAgent.includes('Mac');

/** The window title: an import's progress comes first, so a narrow tab still shows it. */
function windowTitle(page: string | null, percent: number | null): string {
  const title = page === null ? 'Health Relay' : t('{page} — Health Relay', { page });
  return percent === null
    ? title
    : t('{percent}% · {title}', { percent: String(Math.floor(percent)), title });
}

interface Props {
  /** null until the first page is chosen. */
  readonly page: PageName | null;
  readonly children: ReactNode;
}

export function Frame({ page, children }: Props) {
  const [isSearching, setIsSearching] = useState(false);
  const status = useImportStatus();
  const heading = page === null ? 'Health Relay' : pageTitles[page];
  const title = windowTitle(page === null ? null : heading, status === null ? null : importPercent(status));
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setIsSearching((isOpen) => !isOpen);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <div className={styles['frame']}>
      <button type="button" className={styles['skip']} onClick={skipToMain}>
        {t('Skip to the page')}
      </button>
      <Sidebar page={page} />
      <div className={styles['content']}>
        <header className={styles['bar']}>
          <h1>{heading}</h1>
          <Button look="quiet" aria-keyshortcuts="Meta+K Control+K" onPress={() => setIsSearching(true)}>
            <Search size={16} aria-hidden />
            <span className={styles['searchWord']}>{t('Search')}</span>
            <kbd className={styles['keys']}>{isMac ? '⌘K' : t('Ctrl K')}</kbd>
          </Button>
        </header>
        <div>
          <ProblemCard />
          {page !== 'settings' && <OtherAccountBar />}
        </div>
        <main id="main" tabIndex={-1} className={styles['main']}>
          {children}
        </main>
      </div>
      <SearchPalette isOpen={isSearching} onClose={() => setIsSearching(false)} />
    </div>
  );
}

/** Not a link: the hash names the page and must stay. */
function skipToMain(): void {
  document.getElementById('main')?.focus();
}

/** A short notice for pages without room for more: another account is signed in, and a decision is due. */
function OtherAccountBar() {
  const [other] = useOtherAccounts();
  if (other === undefined) return null;
  return (
    <aside aria-label={t('Another account')} className={otherAccountBarStyles['bar']}>
      <UsersRound size={16} aria-hidden />
      <p>{otherAccountWords(other).title}</p>
      <a href={formatRoute('settings', { at: 'account' })}>{t('Decide…')}</a>
    </aside>
  );
}
