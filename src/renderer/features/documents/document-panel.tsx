import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  ClinicalDetail,
  DocumentDetail,
  DocumentPart,
  VisionDetail,
} from '../../../shared/domain/documents.ts';
import { metadataLabel } from '../../../shared/domain/value-label.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { countOf, dayText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import panel from '../../components/side-panel.module.css';
import { BigFigures, Facts, Section, SidePanel } from '../../components/side-panel.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { Audiogram } from './audiogram.tsx';
import { DocumentJson } from './document-json.tsx';
import { clinicalLabel, documentDateText, eyeLabel, prescriptionLabel } from './document-words.ts';
import styles from './documents.module.css';

interface Props {
  readonly table: 'clinical' | 'document';
  readonly id: number;
  readonly onClose: () => void;
}

function titleOf(detail: DocumentDetail | undefined): string {
  if (detail === undefined) return 'Document';
  if (detail.kind === 'clinical') return detail.name ?? clinicalLabel(detail.type);
  return detail.kind === 'audiogram' ? 'Audiogram' : prescriptionLabel(detail.type);
}

/** All details of one document. */
export function DocumentPanel({ table, id, onClose }: Props) {
  const { data, error, refetch } = useQuery({
    ...callOptions(useBridge(), 'history.document', { table, id }),
    placeholderData: keepPreviousData,
  });
  return (
    <SidePanel title={titleOf(data)} onClose={onClose}>
      {error !== null ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Skeleton label="Loading the document" rows={8} height={28} />
      ) : (
        <DocumentFacts detail={data} />
      )}
    </SidePanel>
  );
}

function DocumentFacts({ detail }: { readonly detail: DocumentDetail }) {
  const zone = useHomeZone();
  return (
    <>
      {detail.removed !== null && (
        <Notice tone="info" title="No longer in the Health app">
          It’s kept here. You can undo this on the Import page, at the import that noticed it.
        </Notice>
      )}
      {detail.kind === 'clinical' ? (
        <Clinical detail={detail} />
      ) : (
        <>
          <Facts facts={[['Date', zonedText(detail.start, 'exact', zone)]]} />
          {detail.kind === 'audiogram' ? (
            <Audiogram audiogram={detail} />
          ) : (
            <Prescription prescription={detail} />
          )}
          {detail.metadata.length > 0 && (
            <Section title="Metadata">
              <Facts facts={detail.metadata.map(([key, value]) => [metadataLabel(key), value] as const)} />
            </Section>
          )}
        </>
      )}
      <Section title="Where it comes from">
        <Facts
          facts={[
            ['Source', detail.source],
            ...(detail.kind === 'clinical'
              ? ([
                  ['Received', detail.receivedAt === null ? '' : zonedText(detail.receivedAt, 'exact', zone)],
                  ['Identifier', detail.identifier],
                  ['FHIR version', detail.fhirVersion],
                  ['File', detail.file],
                ] as const)
              : []),
            ['Imported from', detail.importedFrom],
            ['Imported', dayText(detail.importedAt)],
          ]}
        />
      </Section>
      {detail.kind === 'clinical' && detail.jsonLength !== null && (
        <Disclosure title={`JSON in the export, ${countOf(detail.jsonLength, 'character')}`}>
          <DocumentJson key={detail.id} id={detail.id} length={detail.jsonLength} />
        </Disclosure>
      )}
    </>
  );
}

function Clinical({ detail }: { readonly detail: ClinicalDetail }) {
  const zone = useHomeZone();
  const { value, range, status, date, facts, parts, type } = detail;
  return (
    <>
      {value !== null && value.length <= 60 && <BigFigures figures={[{ figure: value, unit: '' }]} />}
      <Facts
        facts={[
          ['Value', value !== null && value.length > 60 ? value : ''],
          ['Range', range],
          ['Date', date === null ? '' : documentDateText(date, zone)],
          ['Status', status],
          ['Kind', clinicalLabel(type)],
          ...facts.map(
            ({ name, text, date: at }) =>
              [name, at === null ? (text ?? '') : documentDateText(at, zone)] as const,
          ),
        ]}
      />
      {detail.jsonLength === null && (
        <p className={styles['soft']}>
          This record’s document was missing from the export or isn’t JSON: only its entry in the export is
          known.
        </p>
      )}
      {parts.length > 0 && (
        <Section title={countOf(parts.length, 'part')}>
          <PartsTable parts={parts} />
        </Section>
      )}
    </>
  );
}

function PartsTable({ parts }: { readonly parts: readonly DocumentPart[] }) {
  return (
    <table className={panel['table']}>
      <thead>
        <tr>
          <th scope="col">Name</th> <th scope="col">Value</th>
          <th scope="col">Range</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, value, range }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts may be equal, and their order is the document's
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>{value ?? ''}</td>
            <td>{range ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Prescription({ prescription }: { readonly prescription: VisionDetail }) {
  const zone = useHomeZone();
  const { type, brand, expiresAt, lines, attachments } = prescription;
  return (
    <>
      <Facts
        facts={[
          ['Kind', prescriptionLabel(type)],
          ['Brand', brand],
          ['Expires', expiresAt === null ? '' : zonedText(expiresAt, 'day', zone)],
          ['Attachments', attachments === 0 ? '' : countOf(attachments, 'file')],
        ]}
      />
      {lines.length > 0 && (
        <table className={panel['table']} aria-label="Prescription">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Right</th>
              <th scope="col">Left</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, right, left }) => (
              <tr key={name}>
                <th scope="row">{eyeLabel(name)}</th>
                <td>{right ?? ''}</td>
                <td>{left ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
