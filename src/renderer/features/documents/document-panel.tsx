import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  type ClinicalDetail,
  type DocumentDetail,
  type DocumentPart,
  documentText,
  type VisionDetail,
} from '../../../shared/domain/documents.ts';
import { metadataLabel } from '../../../shared/domain/value-label.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { dayText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import panel from '../../components/side-panel.module.css';
import { BigFigures, Facts, Section, SidePanel } from '../../components/side-panel.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { Audiogram } from './audiogram.tsx';
import { DocumentJson } from './document-json.tsx';
import { clinicalLabel, documentDateText, eyeLabel, factLabel, prescriptionLabel } from './document-words.ts';
import styles from './documents.module.css';

interface Props {
  readonly table: 'clinical' | 'document';
  readonly id: number;
  readonly onClose: () => void;
}

function titleOf(detail: DocumentDetail | undefined): string {
  if (detail === undefined) return t('Document');
  if (detail.kind === 'clinical')
    return detail.name === null ? clinicalLabel(detail.type) : documentText(detail.name);
  return detail.kind === 'audiogram' ? t('Audiogram') : prescriptionLabel(detail.type);
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
        <Skeleton label={t('Loading the document')} rows={8} height={28} />
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
        <Notice tone="info" title={t('No longer in the Health app')}>
          {t('It’s kept here. You can undo this on the Import page, at the import that noticed it.')}
        </Notice>
      )}
      {detail.kind === 'clinical' ? (
        <Clinical detail={detail} />
      ) : (
        <>
          <Facts facts={[[t('Date'), zonedText(detail.start, 'exact', zone)]]} />
          {detail.kind === 'audiogram' ? (
            <Audiogram audiogram={detail} />
          ) : (
            <Prescription prescription={detail} />
          )}
          {detail.metadata.length > 0 && (
            <Section title={t('Metadata')}>
              <Facts facts={detail.metadata.map(([key, value]) => [metadataLabel(key), value] as const)} />
            </Section>
          )}
        </>
      )}
      <Section title={t('Where it comes from')}>
        <Facts
          facts={[
            [t('Source'), detail.source],
            ...(detail.kind === 'clinical'
              ? ([
                  [
                    t('Received'),
                    detail.receivedAt === null ? '' : zonedText(detail.receivedAt, 'exact', zone),
                  ],
                  [t('Identifier'), detail.identifier],
                  [t('FHIR version'), detail.fhirVersion],
                  [t('File'), detail.file],
                ] as const)
              : []),
            [t('Imported from'), detail.importedFrom],
            [t('Imported'), dayText(detail.importedAt)],
          ]}
        />
      </Section>
      {detail.kind === 'clinical' && detail.jsonLength !== null && (
        <Disclosure
          title={t('JSON in the export, {count, plural, one {# character} other {# characters}}', {
            count: detail.jsonLength,
          })}
        >
          <DocumentJson key={detail.id} id={detail.id} length={detail.jsonLength} />
        </Disclosure>
      )}
    </>
  );
}

function Clinical({ detail }: { readonly detail: ClinicalDetail }) {
  const zone = useHomeZone();
  const { range, status, date, facts, parts, type } = detail;
  const value = detail.value === null ? null : documentText(detail.value);
  return (
    <>
      {value !== null && value.length <= 60 && <BigFigures figures={[{ figure: value, unit: '' }]} />}
      <Facts
        facts={[
          [t('Value'), value !== null && value.length > 60 ? value : ''],
          [t('Range', {}, 'of a lab value'), range],
          [t('Date'), date === null ? '' : documentDateText(date, zone)],
          [t('Status'), status],
          [t('Kind'), clinicalLabel(type)],
          ...facts.map(
            ({ name, text, date: at }) =>
              [factLabel(name), at === null ? documentText(text ?? '') : documentDateText(at, zone)] as const,
          ),
        ]}
      />
      {detail.jsonLength === null && (
        <p className={styles['soft']}>
          {t(
            'This record’s document was missing from the export or isn’t JSON: only its entry in the export is known.',
          )}
        </p>
      )}
      {parts.length > 0 && (
        <Section title={t('{count, plural, one {# part} other {# parts}}', { count: parts.length })}>
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
          <th scope="col">{t('Name')}</th> <th scope="col">{t('Value')}</th>
          <th scope="col">{t('Range', {}, 'of a lab value')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, value, range }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts may be equal, and their order is the document's
          <tr key={index}>
            <th scope="row">{documentText(name)}</th>
            <td>{documentText(value ?? '')}</td>
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
          [t('Kind'), prescriptionLabel(type)],
          [t('Brand'), brand],
          [t('Expires'), expiresAt === null ? '' : zonedText(expiresAt, 'day', zone)],
          [
            t('Attachments'),
            attachments === 0
              ? ''
              : t('{count, plural, one {# file} other {# files}}', { count: attachments }),
          ],
        ]}
      />
      {lines.length > 0 && (
        <table className={panel['table']} aria-label={t('Prescription')}>
          <thead>
            <tr>
              <th scope="col">{t('Field')}</th>
              <th scope="col">{t('Right', {}, 'eye')}</th>
              <th scope="col">{t('Left', {}, 'eye')}</th>
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
