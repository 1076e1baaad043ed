import { CopyButton } from '../../components/copy-button.tsx';
import styles from './account.module.css';

/** An address that must be entered elsewhere exactly. */
export function RegisteredAddress({ name, address }: { readonly name: string; readonly address: string }) {
  return (
    <div className={styles['address']}>
      <span>{name}</span>
      <code>{address}</code>
      <CopyButton label={`Copy ${name.toLowerCase()}`} text={() => address} />
    </div>
  );
}
