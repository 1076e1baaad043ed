import { useEffect, useState } from 'react';
import { formatLocale, t } from '../../shared/language.ts';
import { agoText, countdownText, exactText } from './formats.ts';
import { useNow } from './page-clock.ts';

interface Props {
  /** UTC milliseconds. */
  readonly atMs: number;
  /** The sentence with the time left. */
  readonly words: (left: string) => string;
  /** Replaces the sentence once the time has come. */
  readonly after?: string;
}

/** The time left, updated every second: `next try in 0:42`. */
export function Countdown({ atMs, words, after = t('trying now') }: Props) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = countdownText(atMs - now);
  return (
    <span title={new Date(atMs).toLocaleTimeString(formatLocale())}>
      {left === null ? after : words(left)}
    </span>
  );
}

/** A relative time that stays current, with the exact time on hover. `at` in UTC seconds. */
export function When({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exactText(at)}>
      {agoText(at, now)}
    </time>
  );
}
