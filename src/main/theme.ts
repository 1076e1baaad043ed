import { nativeTheme } from 'electron';
import type { AppModule } from './app-context.ts';

/** Light, dark or as the system, for the page (prefers-color-scheme) and for what the system draws alike. */
export const followTheme: AppModule = ({ preferences, window }) => {
  nativeTheme.themeSource = preferences.get().theme;
  preferences.onChange(({ theme }) => {
    nativeTheme.themeSource = theme;
    window.current()?.setBackgroundColor(groundColor());
  });
};

/** What is seen before the first frame: the page's ground (renderer/styles/tokens.css). */
export function groundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1c1c1e' : '#ffffff';
}
