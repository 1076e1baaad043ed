import { ArrowDown, ArrowUp, Smartphone, Watch } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { countText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import hidden from '../../components/visually-hidden.module.css';
import { moveSource } from './move-source.ts';
import { RulesDialog } from './rules-dialog.tsx';
import styles from './source-priority.module.css';

type Sources = CallOutput<'settings.read'>['sourcePriority'];
type Source = Sources['sources'][number];

/** The source order: where two measured at the same time, the higher one counts. Arrows move a source, by mouse or keyboard. */
export function SourcePriority({ sources, isChosen }: Sources) {
  const save = useAct('settings.setSourcePriority');
  const [order, setOrder] = useState<readonly Source[]>(sources);
  const [news, setNews] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<{ readonly id: number; readonly way: 'up' | 'down' } | null>(null);
  // The pressed button moves with its line; at an end of the list, its sibling takes the focus.
  useEffect(() => {
    if (moved.current === null || order.length === 0) return;
    const { id, way } = moved.current;
    moved.current = null;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>(`[data-source="${id}"] button`) ?? [];
    const [up, down] = buttons;
    const [wanted, other] = way === 'up' ? [up, down] : [down, up];
    (wanted?.disabled ? other : wanted)?.focus();
  }, [order]);
  const ids = order.map(({ id }) => id);
  const isDirty = ids.some((id, index) => id !== sources[index]?.id);
  const move = (index: number, way: 'up' | 'down') => {
    const to = way === 'up' ? index - 1 : index + 1;
    const source = order[index];
    if (source === undefined) return;
    moved.current = { id: source.id, way };
    setOrder(moveSource(order, index, to));
    setNews(
      t('{source} is now number {place} of {total}', {
        source: source.name,
        place: countText(to + 1),
        total: countText(order.length),
      }),
    );
  };
  return (
    <div className={styles['priority']}>
      <h3>{t('Source order')}</h3>
      <p className={styles['soft']}>
        {sentences(
          t(
            'Where two sources measured at the same time, figures such as steps, energy, and sleep count only the higher one, so nothing is counted twice. Manual entries come first. Means use all sources.',
          ),
          isChosen ? t('This is your own order.') : t('Default order: Watch, then iPhone, then the others.'),
        )}
      </p>
      <ol ref={list} className={styles['list']}>
        {order.map(({ id, name, kind }, index) => (
          <li key={id} data-source={id}>
            <span className={styles['number']}>{index + 1}</span>
            {kind === 'watch' && <Watch size={16} aria-hidden />}
            {kind === 'phone' && <Smartphone size={16} aria-hidden />}
            <span className={styles['name']}>{name}</span>
            <Button
              look="icon"
              aria-label={t('Move {source} up', { source: name })}
              isDisabled={index === 0}
              onPress={() => move(index, 'up')}
            >
              <ArrowUp size={16} aria-hidden />
            </Button>
            <Button
              look="icon"
              aria-label={t('Move {source} down', { source: name })}
              isDisabled={index === order.length - 1}
              onPress={() => move(index, 'down')}
            >
              <ArrowDown size={16} aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      <div role="status" className={hidden['hidden']}>
        {news}
      </div>
      {isDirty && (
        <div className={styles['acts']}>
          <Button look="primary" isDisabled={save.isPending} onPress={() => setIsAsking(true)}>
            {t('Use this order…')}
          </Button>
          <Button onPress={() => setOrder(sources)}>{t('Undo', {}, 'button')}</Button>
        </div>
      )}
      {save.error !== null && <FailureNotice failure={failureOf(save.error)} />}
      {isAsking && (
        <RulesDialog
          title={t('Count the sources in this order?')}
          rules={{ sourcePriority: ids }}
          onAnswer={(sent) => {
            setIsAsking(false);
            if (sent !== null) save.mutate({ sources: ids, sent });
          }}
        />
      )}
    </div>
  );
}
