import { FileHeart } from 'lucide-react';
import { useDeferredValue } from 'react';
import { type DocumentGroup, documentSections } from '../../../shared/domain/documents.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportButton } from '../../components/export-dialog.tsx';
import { countText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { useRoute } from '../../navigation/routes.ts';
import { DocumentList } from './document-list.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { type DocumentPlace, documentHref, documentPlace, goToDocument } from './document-route.ts';
import { groupLabel, sectionTitles } from './document-words.ts';
import styles from './documents.module.css';

/** Sections whose documents open beside the list; records open among the records. */
const tableOf: Readonly<Partial<Record<DocumentGroup['section'], 'clinical' | 'document'>>> = {
  clinical: 'clinical',
  hearing: 'document',
  vision: 'document',
};

/** Clinical records, audiograms, prescriptions, and records that are about a moment: groups, a list, one document. */
export function DocumentsView() {
  const place = documentPlace(useDeferredValue(useRoute()));
  const { data: groups, error, refetch } = useCall('history.documentGroups', {});
  if (error !== null) return <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />;
  if (groups === undefined) return <Skeleton label={t('Loading documents')} rows={8} />;
  const picked = groups.find(({ group }) => group === place.group) ?? groups[0];
  if (picked === undefined)
    return (
      <EmptyState icon={FileHeart} title={t('No documents')}>
        {t(
          'Clinical records, audiograms, prescriptions, State of Mind, medications, symptoms, and cycle days appear here once an export contains them. The file export_cda.xml contains part of the same data in another format and isn’t read.',
        )}
      </EmptyState>
    );
  const table = tableOf[picked.section];
  const hasPanel = place.item !== undefined && table !== undefined;
  return (
    <div className={styles['page']} data-has-panel={hasPanel}>
      <Groups groups={groups} picked={picked} />
      <Group key={picked.group} group={picked} place={place} />
      {hasPanel && (
        <div className={styles['panel']}>
          <DocumentPanel
            table={table}
            id={place.item ?? 0}
            onClose={() => goToDocument({ ...place, item: undefined })}
          />
        </div>
      )}
    </div>
  );
}

function Groups({
  groups,
  picked,
}: {
  readonly groups: readonly DocumentGroup[];
  readonly picked: DocumentGroup;
}) {
  return (
    <nav className={styles['groups']} aria-label={t('Kinds of documents')}>
      {documentSections.map((section) => {
        const own = groups.filter((group) => group.section === section);
        if (own.length === 0) return null;
        return (
          <section key={section} aria-label={sectionTitles[section]}>
            <h2>{sectionTitles[section]}</h2>
            <ul>
              {own.map((group) => (
                <li key={group.group}>
                  <a
                    href={documentHref({ group: group.group, isRemoved: group.count === 0, item: undefined })}
                    aria-current={group === picked}
                  >
                    <span>{groupLabel(group)}</span>
                    <span>{countText(group.count === 0 ? group.removed : group.count)}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Group({ group, place }: { readonly group: DocumentGroup; readonly place: DocumentPlace }) {
  const units = useUnits();
  const isRemoved = place.isRemoved || group.count === 0;
  const show = (removed: boolean) =>
    goToDocument({ group: group.group, isRemoved: removed, item: undefined });
  return (
    <div className={styles['middle']}>
      <div className={styles['head']}>
        <div className={styles['title']}>
          <h2>{groupLabel(group)}</h2>
          <ExportButton
            isMain
            request={() => ({
              kind: 'documents',
              group: group.group,
              units,
              ...(isRemoved ? { isRemoved } : {}),
            })}
          >
            {t('{group}: everything the list shows, in the same order.', { group: groupLabel(group) })}
          </ExportButton>
        </div>
        {isRemoved ? (
          <p>
            {t('No longer in the Health app; kept here.')}{' '}
            {group.count > 0 && (
              <Button look="quiet" onPress={() => show(false)}>
                {t('Show those in the Health app')}
              </Button>
            )}
          </p>
        ) : (
          group.removed > 0 && (
            <Button look="quiet" onPress={() => show(true)}>
              {t('Show {count, plural, one {# document} other {# documents}} no longer in the Health app', {
                count: group.removed,
              })}
            </Button>
          )
        )}
      </div>
      <DocumentList
        key={String(isRemoved)}
        group={group}
        place={{ ...place, group: group.group, isRemoved }}
      />
    </div>
  );
}
