import { useEffect, useState } from 'react';
import { countdownText } from './countdown-text.ts';

/** Time left until `atMs` (UTC milliseconds), counted down each second: `next try in 0:42`. */
export function Countdown({ atMs, before }: { readonly atMs: number; readonly before: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = countdownText(atMs - now);
  return (
    <span title={new Date(atMs).toLocaleTimeString()}>
      {left === null ? 'trying now' : `${before} ${left}`}
    </span>
  );
}
