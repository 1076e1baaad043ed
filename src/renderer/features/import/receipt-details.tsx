import { durationText } from '../../../shared/domain/quantity-text.ts';
import type { Receipt } from '../../../shared/domain/receipt.ts';
import { bytesInWords } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, exactText } from '../../components/formats.ts';
import own from './receipt-card.module.css';

const kinds = { zip: t('Zip'), folder: t('Folder'), xml: t('XML file') } as const;

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

function factsOf(receipt: Receipt): [string, string][] {
  const { records } = receipt;
  const facts: [string, string | null][] = [
    [t('Code'), receipt.code],
    [t('Started'), exactText(receipt.startedAt)],
    [t('Duration'), receipt.endedAt === null ? null : durationText(receipt.seconds)],
    [t('Format'), receipt.kind === null ? null : kinds[receipt.kind]],
    [t('Records in the file'), records.read > 0 ? countText(records.read) : null],
    [t('Phone time zone'), receipt.offsetMinutes === null ? null : offsetText(receipt.offsetMinutes)],
    [t('Language'), receipt.locale],
    [t('Export version'), receipt.exportVersion],
    [
      t('Read', {}, 'import'),
      receipt.bytes > 0 ? t('{size} of XML', { size: bytesInWords(receipt.bytes) }) : null,
    ],
    [t('Peak memory'), receipt.peakRssBytes > 0 ? bytesInWords(receipt.peakRssBytes) : null],
    [t('Run', {}, 'import'), String(receipt.runId)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** Codes and technical figures, which are kept out of the sentences. */
export function ReceiptDetails({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Disclosure title={t('Details')}>
      <dl className={own['facts']}>
        {factsOf(receipt).map(([name, value]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} value`}>{value}</dd>,
        ])}
      </dl>
    </Disclosure>
  );
}
