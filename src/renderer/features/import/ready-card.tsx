import { PackageOpen } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import styles from './drop-place.module.css';

/** A file given at the program's start: one press imports it. */
export function ReadyCard({ name, onImport }: { readonly name: string; readonly onImport: () => void }) {
  return (
    <section className={styles['small']} aria-label={`${name} is ready to import`}>
      <PackageOpen size={20} strokeWidth={1.75} aria-hidden />
      <p>
        <strong>{name}</strong> is ready to import.
      </p>
      <Button look="primary" onPress={onImport}>
        Import it
      </Button>
    </section>
  );
}
