import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import frame from './dialog-frame.module.css';
import styles from './large-dialog.module.css';
import { ScrollBox } from './side-panel.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly onClose: () => void;
}

/** A question with much to read before the answer: the text scrolls, and the buttons stay visible. */
export function LargeDialog({ title, children, actions, onClose }: Props) {
  return (
    <ModalOverlay
      className={frame['overlay'] ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isNowOpen) => isNowOpen || onClose()}
    >
      <Modal className={`${frame['modal']} ${styles['modal']}`}>
        <Dialog className={styles['dialog'] ?? ''}>
          <Heading slot="title" className={styles['title'] ?? ''}>
            {title}
          </Heading>
          <ScrollBox label={title} className={styles['body']}>
            {children}
          </ScrollBox>
          <div className={styles['actions']}>{actions}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
