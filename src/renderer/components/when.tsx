import { useEffect, useState } from 'react';
import { agoText, exactText } from './formats.ts';

/** A relative time that stays current, with the exact time on hover. `at` in UTC seconds. */
export function When({ at }: { readonly at: number }) {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exactText(at)}>
      {agoText(at, now)}
    </time>
  );
}
