import { durationText } from '../../../shared/domain/quantity-text.ts';
import type { Receipt } from '../../../shared/domain/receipt.ts';
import { bytesInWords } from '../../../shared/error-texts.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, exactText } from '../../components/formats.ts';
import own from './receipt-card.module.css';

const kinds = { zip: 'Zip', folder: 'Folder', xml: 'XML file' } as const;

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

function factsOf(receipt: Receipt): [string, string][] {
  const { records } = receipt;
  const facts: [string, string | null][] = [
    ['Code', receipt.code],
    ['Started', exactText(receipt.startedAt)],
    ['Duration', receipt.endedAt === null ? null : durationText(receipt.seconds)],
    ['Format', receipt.kind === null ? null : kinds[receipt.kind]],
    ['Records in the file', records.read > 0 ? countText(records.read) : null],
    ['Phone time zone', receipt.offsetMinutes === null ? null : offsetText(receipt.offsetMinutes)],
    ['Language', receipt.locale],
    ['Export version', receipt.exportVersion],
    ['Read', receipt.bytes > 0 ? `${bytesInWords(receipt.bytes)} of XML` : null],
    ['Peak memory', receipt.peakRssBytes > 0 ? bytesInWords(receipt.peakRssBytes) : null],
    ['Run', String(receipt.runId)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** Codes and technical figures, which are kept out of the sentences. */
export function ReceiptDetails({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Disclosure title="Details">
      <dl className={own['facts']}>
        {factsOf(receipt).map(([name, value]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} value`}>{value}</dd>,
        ])}
      </dl>
    </Disclosure>
  );
}
