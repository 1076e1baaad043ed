import { CopyButton } from '../../components/copy-button.tsx';
import styles from './account.module.css';

/** An address that somebody has to enter elsewhere, to the letter. */
export function RegisteredAddress({ name, address }: { readonly name: string; readonly address: string }) {
  return (
    <div className={styles['address']}>
      <span>{name}</span>
      <code>{address}</code>
      <CopyButton label={`Copy ${name.toLowerCase()}`} text={() => address} />
    </div>
  );
}
