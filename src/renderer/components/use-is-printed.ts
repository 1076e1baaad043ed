import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether the page is being printed: a list that draws only its visible rows draws all of them then. */
export function useIsPrinted(): boolean {
  const [isPrinted, setPrinted] = useState(() => matchMedia('print').matches);
  useEffect(() => {
    const print = matchMedia('print');
    // Immediately, because printing doesn't wait for the next frame.
    const listen = () => flushSync(() => setPrinted(print.matches));
    print.addEventListener('change', listen);
    return () => print.removeEventListener('change', listen);
  }, []);
  return isPrinted;
}
