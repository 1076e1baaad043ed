import { Download } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ExportInput, SavedFile } from '../../shared/contract/profiles.ts';
import type { ExportFormat, ExportTable } from '../../shared/domain/export.ts';
import { bytesInWords } from '../../shared/error-texts.ts';
import { t } from '../../shared/language.ts';
import { failureOf, useAct } from '../bridge/queries.ts';
import { currentRoute, replaceQuery, useRoute } from '../navigation/routes.ts';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import dialog from './confirm-dialog.module.css';
import frame from './dialog-frame.module.css';
import { FailureNotice } from './notice.tsx';

/** The web host has no save dialog: the browser saves the file as a download. */
export function fetchSaved({ state, href, name }: SavedFile): void {
  if (state !== 'download' || href === null) return;
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** Says what happened to the file. */
export function savedText({ state, name, bytes }: SavedFile): string {
  if (state === 'cancelled') return t('Nothing was saved.');
  const file = { name, size: bytesInWords(bytes) };
  return state === 'saved'
    ? t('Saved: {name}, {size}.', file)
    : t('Your browser saves it: {name}, {size}.', file);
}

interface Props {
  /** A list of History with its filters, or a table: `{ kind: 'table', title, columns, rows }`; units have their own column. */
  readonly request: ExportInput;
  /** One sentence about the file's content. */
  readonly children: string;
  readonly onClose: () => void;
}

/** Asks for a file format and saves the shown data; any page with figures can open it. */
export function ExportDialog({ request, children, onClose }: Props) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const act = useAct('profiles.exportShown');
  const isSaved = act.data !== undefined && act.data.state !== 'cancelled';
  const acts = useRef<HTMLDivElement>(null);
  // "Save…" had the focus and is now disabled. Without a focused button, Escape wouldn't reach a dialog.
  useLayoutEffect(() => {
    if (isSaved) acts.current?.querySelector('button')?.focus();
  }, [isSaved]);
  return (
    <ModalOverlay
      className={frame['overlay'] ?? ''}
      isOpen
      isDismissable={!act.isPending}
      onOpenChange={(isNowOpen) => isNowOpen || onClose()}
    >
      <Modal className={`${frame['modal']} ${dialog['modal']}`}>
        <Dialog className={dialog['dialog'] ?? ''}>
          <Heading slot="title" className={dialog['title'] ?? ''}>
            {t('Export')}
          </Heading>
          <div className={dialog['text']}>
            <p>
              {children} {t('The file isn’t encrypted: anyone who has it can read your health data.')}
            </p>
          </div>
          <Choice
            label={t('Format')}
            value={format}
            options={[
              ['csv', 'CSV'],
              ['json', 'JSON'],
            ]}
            isDisabled={act.isPending}
            onChange={(chosen) => {
              setFormat(chosen);
              act.reset();
            }}
          />
          <p role="status">
            {act.isPending ? t('Writing the file…') : act.data === undefined ? '' : savedText(act.data)}
          </p>
          {act.error !== null && <FailureNotice failure={failureOf(act.error)} />}
          <div className={dialog['actions']} ref={acts}>
            <Button onPress={onClose}>{isSaved ? t('Close') : t('Cancel')}</Button>
            <Button
              look="primary"
              isDisabled={act.isPending || isSaved}
              onPress={() => act.mutate({ request, format }, { onSuccess: fetchSaved })}
            >
              <Download size={16} aria-hidden />
              {t('Save…')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The export of a view of History is part of the address, so Search can open it, too. */
export const showExport = (isShown: boolean) => {
  const { query } = currentRoute();
  replaceQuery('history', { ...query, export: isShown ? '1' : undefined });
};

interface ExportButtonProps {
  readonly request: () => ExportInput;
  /** One sentence about the file's content. */
  readonly children: string;
  /** The one export of its view: the address opens it. Others are opened by their button alone. */
  readonly isMain?: boolean | undefined;
}

/** The button of a table or list amid a page; the lists of History have ExportButtons. */
export function ExportButton({ request, children, isMain = false }: ExportButtonProps) {
  const [asked, setAsked] = useState<ExportInput | null>(null);
  const isOpen = useRoute().query['export'] === '1' && isMain;
  // Tabs render their content once more to collect the tabs, without buttons: only the button that is there opens a dialog.
  const [isThere, setIsThere] = useState(false);
  const shown = isOpen && isThere ? request() : asked;
  return (
    <>
      <Button
        ref={(element) => setIsThere(element !== null)}
        look="icon"
        aria-label={t('Export')}
        onPress={() => (isMain ? showExport(true) : setAsked(request()))}
      >
        <Download size={16} aria-hidden />
      </Button>
      {shown !== null && (
        <ExportDialog request={shown} onClose={() => (isMain ? showExport(false) : setAsked(null))}>
          {children}
        </ExportDialog>
      )}
    </>
  );
}

/** The button of a page whose figures are one table. */
export function ExportTableButton({
  title,
  table,
  isMain,
}: {
  readonly title: string;
  readonly table: () => ExportTable;
  readonly isMain?: boolean;
}) {
  return (
    <ExportButton request={table} isMain={isMain}>
      {t('The figures of {title} as shown here, in full precision.', { title })}
    </ExportButton>
  );
}
