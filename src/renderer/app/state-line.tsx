import { useQuery } from '@tanstack/react-query';
import { importPercent } from '../../shared/domain/receipt.ts';
import { textFor } from '../../shared/error-texts.ts';
import { t } from '../../shared/language.ts';
import { useCall } from '../bridge/queries.ts';
import { StatusDot } from '../components/marks.tsx';
import { useNow } from '../components/page-clock.ts';
import hidden from '../components/visually-hidden.module.css';
import { useImportStatus, useOfferState } from '../features/import/offer-store.ts';
import { formatRoute, type PageName } from '../navigation/routes.ts';
import { connectionKey } from './push-sync.ts';
import styles from './state-line.module.css';
import { syncState } from './sync-state.ts';

interface LineState {
  readonly look: 'good' | 'busy' | 'warn' | 'bad' | 'off';
  readonly words: string;
  readonly hint: string;
  /** The link's page. */
  readonly page: PageName;
}

function useLineState(): LineState {
  const now = useNow();
  const sync = useCall('sync.overview', {});
  const host = useHostState();
  if (host !== null) return { ...host, page: 'import' };
  return { ...syncState(sync, now), page: 'sync' };
}

type Said = Omit<LineState, 'page'>;

/** The state of the host or a running import; null if the sync state should show. */
function useHostState(): Said | null {
  const info = useCall('app.info', {});
  const status = useImportStatus();
  const { sending } = useOfferState();
  const isConnected = useQuery({ queryKey: connectionKey, queryFn: () => true, enabled: false }).data ?? true;
  if (!isConnected)
    return {
      look: 'bad',
      words: t('Not connected'),
      hint: t('Health Relay on this computer doesn’t answer. It was closed or is starting.'),
    };
  const state = info.data?.dataState;
  if (state?.state === 'failed') {
    const { title, text } = textFor(state.code ?? 'data.unavailable');
    return { look: 'bad', words: title, hint: text };
  }
  if (state?.state === 'restarting')
    return {
      look: 'warn',
      words: t('Restarting…'),
      hint:
        state.code === 'data.engine_failed'
          ? t(
              'The program that stores the history ran out of memory or had another fatal error and is restarting. Nothing is lost.',
            )
          : t('The program that stores the history is restarting. Nothing is lost.'),
    };
  if (state?.state === 'starting' || info.isPending)
    return { look: 'busy', words: t('Starting…'), hint: t('The history is opening.') };
  if (status?.phase === 'waiting_for_person')
    return { look: 'warn', words: t('Waiting for you'), hint: t('An import is waiting for your answer.') };
  if (status !== null) {
    const percent = importPercent(status);
    const words =
      percent === null
        ? t('Importing…')
        : t('Importing {percent}%', { percent: String(Math.floor(percent)) });
    return { look: 'busy', words, hint: status.name };
  }
  if (sending !== null) return { look: 'busy', words: t('Receiving a file…'), hint: sending.name };
  return null;
}

/** The foot of the sidebar: the state at a glance. */
export function StateLine() {
  const { look, words, hint, page } = useLineState();
  return (
    <a href={formatRoute(page)} className={styles['line']} title={t('{words}. {hint}', { words, hint })}>
      <StatusDot look={look} />
      <span className={hidden['hiddenWhenNarrow']}>{words}</span>
    </a>
  );
}
