import {
  ArrowDownRight,
  ArrowRight,
  ArrowUpRight,
  Ellipsis,
  EyeOff,
  GripVertical,
  Pin,
  PinOff,
  Table2,
} from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Card, CardPlace } from '../../../shared/domain/cards.ts';
import { beside } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { RingMark, TypeMark } from '../../components/marks.tsx';
import menu from '../../components/menu.module.css';
import { ringLabels, ringText } from '../../components/ring-words.ts';
import { cardLabel, joinedText, lastDayText, movedOf, type ShownCard, usualText } from './card-words.ts';
import { MiniChart } from './mini-chart.tsx';
import styles from './overview-card.module.css';

const arrows = { up: ArrowUpRight, down: ArrowDownRight, same: ArrowRight } as const;

interface Props {
  readonly card: ShownCard;
  readonly newestDay: string;
  readonly wholeUntil: string | null;
  readonly onPlace: (place: CardPlace) => void;
  readonly onFigures: () => void;
}

/** What one card says; the list around it moves it and opens what it is about. */
export function OverviewCard({ card, newestDay, wholeUntil, onPlace, onFigures }: Props) {
  const label = cardLabel(card);
  const joined = joinedText(card, ({ last: { value } }) => value);
  const last = joined && beside(joined);
  const usual = usualText(card);
  const moved = movedOf(card);
  return (
    <>
      <div className={styles['head']}>
        <TypeMark type={markOf(card)} />
        <span className={styles['label']}>{label}</span>
        {card.place === 'pinned' && (
          <Pin size={13} role="img" aria-label={t('Pinned')} className={styles['pin']} />
        )}
        <AriaButton
          slot="drag"
          aria-label={t('Move {name}', { name: label })}
          className={styles['act'] ?? ''}
        >
          <GripVertical size={15} aria-hidden />
        </AriaButton>
        <CardMenu card={card} label={label} onPlace={onPlace} onFigures={onFigures} />
      </div>
      {card.rings === null ? (
        <p className={styles['last']}>
          <strong>{last?.figure ?? '–'}</strong> {last?.unit}
        </p>
      ) : (
        <div className={styles['rings']}>
          <RingMark rings={card.rings} size={52} />
          <ul>
            {(['move', 'exercise', 'stand'] as const).map((name) => (
              <li key={name}>
                <span>{ringLabels[name]}</span>{' '}
                {card.rings && ringText(name, card.rings.moveBy, card.rings[name], card.units)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className={styles['soft']}>{lastDayText(card, wholeUntil)}</p>
      <MiniChart card={card} to={newestDay} />
      <dl className={styles['facts']}>
        <dt>{t('Usual')}</dt>
        <dd>{usual ?? t('Too few days to tell')}</dd>
        <dt>{t('4 weeks')}</dt>
        <dd>
          {moved.recent}
          {(moved.ways.length > 0 || moved.before !== '') && (
            <span className={styles['compared']}>
              {moved.ways.map(({ way, words }) => {
                const Arrow = arrows[way];
                return (
                  <span key={words} className={styles['way']}>
                    <Arrow size={14} aria-hidden /> {words}
                  </span>
                );
              })}
              {moved.before !== '' && <span>{moved.before}</span>}
            </span>
          )}
        </dd>
      </dl>
    </>
  );
}

function markOf({ kind, id }: Card): string {
  return kind === 'workouts' ? 'workout' : id;
}

interface MenuProps {
  readonly card: ShownCard;
  readonly label: string;
  readonly onPlace: (place: CardPlace) => void;
  readonly onFigures: () => void;
}

function CardMenu({ card, label, onPlace, onFigures }: MenuProps) {
  const isPinned = card.place === 'pinned';
  const act = (key: string) => {
    if (key === 'figures') onFigures();
    else onPlace(key === 'hide' ? 'hidden' : isPinned ? 'shown' : 'pinned');
  };
  return (
    <MenuTrigger>
      <AriaButton aria-label={t('Options of {name}', { name: label })} className={styles['act'] ?? ''}>
        <Ellipsis size={15} aria-hidden />
      </AriaButton>
      <Popover className={menu['popover'] ?? ''} placement="bottom end">
        <Menu className={menu['menu'] ?? ''} onAction={(key) => act(String(key))}>
          <MenuItem id="figures" className={menu['item'] ?? ''}>
            <Table2 size={15} aria-hidden />
            {t('Figures…')}
          </MenuItem>
          <MenuItem id="pin" className={menu['item'] ?? ''}>
            {isPinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
            {isPinned ? t('Unpin') : t('Pin to the top')}
          </MenuItem>
          <MenuItem id="hide" className={menu['item'] ?? ''}>
            <EyeOff size={15} aria-hidden />
            {t('Hide')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
