import { useEffect, useState } from 'react';

/** `0:42`, `12:05`, `1:02:10`; null once the time has come. */
export function countdownText(leftMs: number): string | null {
  const left = Math.ceil(leftMs / 1000);
  if (left <= 0) return null;
  const part = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  return hours > 0 ? `${hours}:${part(minutes)}:${part(left % 60)}` : `${minutes}:${part(left % 60)}`;
}

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
