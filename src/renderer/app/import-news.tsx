import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/queries.ts';
import { countOf } from '../components/formats.ts';
import hidden from '../components/visually-hidden.module.css';
import { endText } from '../features/import/import-words.ts';

/** Announces the end of an import to screen readers on every page; intermediate figures would be noise. */
export function ImportNews() {
  const bridge = useBridge();
  const [news, setNews] = useState('');
  useEffect(
    () =>
      bridge.on('import.ended', (receipt) =>
        setNews(`${receipt.name}: ${endText(receipt)}. ${countOf(receipt.records.added, 'new record')}.`),
      ),
    [bridge],
  );
  return (
    <div role="status" className={hidden['hidden']}>
      {news}
    </div>
  );
}
