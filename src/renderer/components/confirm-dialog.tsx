import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../../shared/language.ts';
import { Button } from './button.tsx';
import styles from './confirm-dialog.module.css';
import frame from './dialog-frame.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly isOpen: boolean;
  readonly isBusy?: boolean;
  /** Whether the action destroys something. */
  readonly isDanger?: boolean;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Explains what will happen and asks for confirmation. The way out comes first, and Escape takes it. */
export function ConfirmDialog({
  title,
  children,
  action,
  isOpen,
  isBusy = false,
  isDanger = false,
  onAnswer,
}: Props) {
  return (
    <ModalOverlay
      className={frame['overlay'] ?? ''}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(isNowOpen) => isNowOpen || onAnswer(false)}
    >
      <Modal className={`${frame['modal']} ${styles['modal']}`}>
        <Dialog className={styles['dialog'] ?? ''} role="alertdialog">
          <Heading slot="title" className={styles['title'] ?? ''}>
            {title}
          </Heading>
          <div className={styles['text']}>{children}</div>
          <div className={styles['actions']}>
            <Button onPress={() => onAnswer(false)} autoFocus>
              {t('Cancel')}
            </Button>
            <Button look={isDanger ? 'danger' : 'primary'} isDisabled={isBusy} onPress={() => onAnswer(true)}>
              {action}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
