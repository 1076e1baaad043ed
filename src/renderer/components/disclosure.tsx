import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import styles from './disclosure.module.css';

interface Props {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The line takes the whole width, for lists of lines. */
  readonly isWide?: boolean;
  /** Of its heading. */
  readonly level?: 2 | 3;
}

/** One line that opens. The content is built only once it is open. */
export function Disclosure({ title, children, isWide = false, level = 3 }: Props) {
  return (
    <AriaDisclosure className={`${styles['disclosure']} ${isWide ? styles['wide'] : ''}`}>
      {({ isExpanded }) => (
        <>
          <Heading level={level}>
            <Button slot="trigger" className={styles['trigger'] ?? ''}>
              <ChevronRight size={16} aria-hidden className={styles['mark']} />
              {title}
            </Button>
          </Heading>
          <DisclosurePanel className={styles['panel'] ?? ''}>{isExpanded ? children : null}</DisclosurePanel>
        </>
      )}
    </AriaDisclosure>
  );
}
