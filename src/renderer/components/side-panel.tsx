import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { beside } from '../../shared/domain/quantity-text.ts';
import { t } from '../../shared/language.ts';
import { Button } from './button.tsx';
import styles from './side-panel.module.css';
import titleLine from './title-line.module.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One item's details, next to the list. Escape also closes them from inside. */
export function SidePanel({ title, onClose, children }: Props) {
  return (
    <aside
      aria-label={t('Details: {title}', { title })}
      className={styles['panel']}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles['head']}>
        <h2 className={titleLine['title']}>{title}</h2>
        <Button look="icon" aria-label={t('Close details')} onPress={onClose}>
          <X size={18} aria-hidden />
        </Button>
      </header>
      <ScrollBox label={title} className={styles['body']}>
        {children}
      </ScrollBox>
    </aside>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles['section']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Names and values; null and '' are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles['facts']}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: metadata keys repeat within one item
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function BigFigures({
  figures,
}: {
  readonly figures: readonly { figure: string; unit: string; name?: string }[];
}) {
  return (
    <p className={styles['figures']}>
      {figures
        .map(({ name, ...text }) => ({ name, ...beside(text) }))
        .map(({ figure, unit, name }) => (
          <span key={`${figure}${unit}${name ?? ''}`}>
            <strong>{figure}</strong> {unit}
            {name !== undefined && <small>{name}</small>}
          </span>
        ))}
    </p>
  );
}

interface ScrollBoxProps {
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A scroll container, which the keyboard must be able to reach. */
export function ScrollBox({ label, className = styles['scroll'], children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
