import type { Receipt } from '../../../shared/domain/receipt.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText } from '../../components/formats.ts';
import { TypeMark } from '../../components/marks.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './receipt-types.module.css';

/** The three largest types in one line; all of them in a table behind it. */
export function ReceiptTypes({
  types,
  hasAdded,
}: {
  readonly types: Receipt['types'];
  readonly hasAdded: boolean;
}) {
  if (types.length === 0) return null;
  const figure = (type: Receipt['types'][number]) => (hasAdded ? type.added : type.read);
  const sorted = types.toSorted((a, b) => figure(b) - figure(a) || b.read - a.read);
  const shown = sorted.slice(0, 3).filter((type) => figure(type) > 0);
  const rest = sorted.length - shown.length;
  const words = shown.map((type) => `${typeLabel(type.type)} ${countText(figure(type))}`);
  if (rest > 0) words.push(t('{rest, plural, one {# more type} other {# more types}}', { rest }));
  return (
    <Disclosure title={words.join(' · ')}>
      <div className={styles['scroll']}>
        <table className={styles['types']}>
          <thead>
            <tr>
              <th scope="col">{t('Type')}</th>
              <th scope="col">{t('New')}</th>
              <th scope="col">{t('In the file')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ type, added, read }) => (
              <tr key={type}>
                <th scope="row">
                  <TypeMark type={type} />
                  <a href={formatRoute('history', { type })}>{typeLabel(type)}</a>
                </th>
                <td>{countText(added)}</td>
                <td>{countText(read)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  );
}
