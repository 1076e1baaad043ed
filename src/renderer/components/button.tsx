import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger' | 'icon';

export function Button({
  look = 'plain',
  ...rest
}: Omit<ButtonProps, 'className'> & { readonly look?: ButtonLook }) {
  return <AriaButton {...rest} className={`${styles['button']} ${styles[look]}`} />;
}
