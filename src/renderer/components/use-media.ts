import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

const dark = '(prefers-color-scheme: dark)';

const mediaNow = () => `${matchMedia(dark).matches} ${matchMedia('print').matches}`;

/** Redraws when the system's color scheme changes, and for print, which is always light (styles/base.css). */
export function useMedia(): string {
  const [media, setMedia] = useState(mediaNow);
  useEffect(() => {
    const lists = [dark, 'print'].map((query) => matchMedia(query));
    // Immediately, because printing doesn't wait for the next frame.
    const listen = () => flushSync(() => setMedia(mediaNow()));
    for (const list of lists) list.addEventListener('change', listen);
    return () => {
      for (const list of lists) list.removeEventListener('change', listen);
    };
  }, []);
  return media;
}
