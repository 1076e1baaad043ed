import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';
import styles from './disclosure.module.css';

interface Props {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Whether the line fills the width, for lists of lines. */
  readonly isWide?: boolean;
  /** The level of its heading. */
  readonly level?: 2 | 3;
  /** Whether a link leads to it: it expands then. */
  readonly isAskedFor?: boolean;
}

/** One line that expands. The content is rendered only while it is open. */
export function Disclosure({ title, children, isWide = false, level = 3, isAskedFor = false }: Props) {
  const [isExpanded, setExpanded] = useState(isAskedFor);
  useEffect(() => {
    if (isAskedFor) setExpanded(true);
  }, [isAskedFor]);
  return (
    <AriaDisclosure
      className={`${styles['disclosure']} ${isWide ? styles['wide'] : ''}`}
      isExpanded={isExpanded}
      onExpandedChange={setExpanded}
    >
      <Heading level={level}>
        <Button slot="trigger" className={styles['trigger'] ?? ''}>
          <ChevronRight size={16} aria-hidden className={styles['mark']} />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={styles['panel'] ?? ''}>{isExpanded ? children : null}</DisclosurePanel>
    </AriaDisclosure>
  );
}
