import { Fragment, type ReactNode } from 'react';
import { parts } from '../../shared/language.ts';

type Values = Readonly<Record<string, ReactNode | ((inner: ReactNode[]) => ReactNode)>>;

/** A translated message with elements in it: `rich('Press <key>Enter</key>', { key: (inner) => <kbd>{inner}</kbd> })`. */
export function rich(message: string, values: Values, context?: string): ReactNode {
  return parts<ReactNode>(message, values as Parameters<typeof parts<ReactNode>>[1], context).map(
    (part, place) => (
      // The order of a message's parts never changes.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <Fragment key={place}>{part}</Fragment>
    ),
  );
}
