// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be virtual without losing its layout; the roles say the same
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid takes the focus (aria-activedescendant)
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { OutboxItem } from '../../../shared/domain/sync.ts';
import { pressListKey } from '../../components/list-keys.ts';
import rowStyles from '../../components/list-row.module.css';
import { OutboxLine } from './outbox-line.tsx';
import styles from './outbox-list.module.css';
import { type ItemKey, itemText } from './sync-filters.ts';

interface Props {
  readonly label: string;
  readonly items: readonly OutboxItem[];
  readonly hasMore: boolean;
  readonly onShown: (first: number, last: number) => void;
  readonly open: ItemKey | undefined;
  readonly onOpen: (item: ItemKey | undefined) => void;
  /** The page scrolls as a whole: the cards move up, and the list fills the window. */
  readonly scroller: HTMLDivElement | null;
}

const rowHeight = 56;

/** Items of one state; only visible ones are in the document. It is a grid because each row has its own button. */
export function OutboxList(props: Props) {
  const { items, hasMore, onShown, open, onOpen, scroller } = props;
  const list = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const [active, setActive] = useState(0);
  const [top, setTop] = useState(0);
  const activeRow = Math.min(active, items.length - 1);
  // The content above the list grows and shrinks with every push.
  useLayoutEffect(() => {
    const [inner, outer] = [list.current, scroller];
    if (inner === null || outer === null) return;
    const measure = () =>
      setTop(
        Math.round(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop),
      );
    measure();
    const observer = new ResizeObserver(measure);
    for (const child of outer.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: top,
    // The tabs stay at the top while the list scrolls under them.
    scrollPaddingStart: 52,
  });
  const shown = virtual.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => onShown(firstShown, lastShown), [firstShown, lastShown, onShown]);

  // A link to an item also scrolls to its line below the cards.
  const opened = open === undefined ? -1 : items.findIndex((item) => itemText(item) === itemText(open));
  const hasShown = useRef(false);
  useEffect(() => {
    if (hasShown.current || top === 0) return;
    hasShown.current = true;
    if (opened < 0) return;
    setActive(opened);
    virtual.scrollToIndex(opened, { align: 'auto' });
  }, [opened, top, virtual]);

  const moveTo = (next: number) => {
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    if (open !== undefined) onOpen(items[next]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== list.current) return;
    pressListKey(event, {
      count: items.length,
      active: activeRow,
      page: 8,
      isOpen: open !== undefined,
      onMove: moveTo,
      onOpen: () => onOpen(items[activeRow]),
      onClose: () => onOpen(undefined),
    });
  };
  const idOf = (item: OutboxItem) => `${idPrefix}${itemText(item)}`;
  const current = items[activeRow];
  const keys = new Set<string>();
  return (
    <div
      ref={list}
      className={`${rowStyles['list']} ${styles['list']}`}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={hasMore ? -1 : items.length}
      aria-activedescendant={current === undefined ? undefined : idOf(current)}
      onKeyDown={onKeyDown}
      style={{ blockSize: virtual.getTotalSize() }}
    >
      {shown.map(({ index, start }) => {
        const item = items[index];
        if (item === undefined) return null;
        // A row is its item's, wherever a push moves it: its question and its failure stay with it. One that moved up may
        // be at its old place, too, until that page is read again.
        const key = keys.has(itemText(item)) ? `${itemText(item)} ${index}` : itemText(item);
        keys.add(key);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys (aria-activedescendant)
          <div
            key={key}
            id={idOf(item)}
            role="row"
            aria-rowindex={index + 1}
            aria-selected={open?.kind === item.kind && open.id === item.id}
            className={`${rowStyles['at']} ${rowStyles['row']} ${styles['row']} ${index === activeRow ? rowStyles['active'] : ''}`}
            style={{ transform: `translateY(${start - top}px)` }}
            onClick={({ target, currentTarget }) => {
              // A row's dialog is its child in React but elsewhere in the document.
              if (!(target instanceof Node) || !currentTarget.contains(target)) return;
              setActive(index);
              onOpen(item);
            }}
          >
            <OutboxLine item={item} />
          </div>
        );
      })}
    </div>
  );
}
