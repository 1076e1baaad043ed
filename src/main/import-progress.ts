import { type ImportStatus, importPercent } from '../shared/domain/receipt.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';

/** For `setProgressBar`: 0 to 1, 2 while the total is unknown, -1 for none (Electron, "win.setProgressBar"). */
export function progressOf(status: ImportStatus | null): number {
  if (status === null || status.phase === 'waiting_for_person') return -1;
  const percent = importPercent(status);
  return percent === null ? 2 : percent / 100;
}

/** Shows import progress on the icon in the dock or the taskbar. The page sets the window's title. */
export const showProgress: AppModule = ({ data, window, onFault }) => {
  let progress = -1;
  followState(
    data,
    ({ importing }) => {
      const next = progressOf(importing);
      if (next === progress) return;
      progress = next;
      window.current()?.setProgressBar(progress);
    },
    onFault,
  );
  window.onMade((made) => {
    if (progress !== -1) made.setProgressBar(progress);
  });
};
