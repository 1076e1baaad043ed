import type { Problem } from '../../../shared/domain/receipt.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { countText } from '../../components/formats.ts';
import styles from './problem-list.module.css';

/** Problems in words, each with its count and one example. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className={styles['problems']}>
      {problems.map(({ code, count, example }) => {
        const { title, text } = textFor(code);
        return (
          <li key={code}>
            <span className={styles['count']}>{countText(count)}</span>
            <div>
              <p className={styles['title']}>{title}</p>
              <p className={styles['text']}>{text}</p>
              {example !== '' && <code className={styles['example']}>{example}</code>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
