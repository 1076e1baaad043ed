import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useHomeZone } from '../../bridge/queries.ts';
import { dayText, longDayText } from '../../components/formats.ts';
import { pressListKey } from '../../components/list-keys.ts';
import rowStyles from '../../components/list-row.module.css';
import hidden from '../../components/visually-hidden.module.css';
import { currentAddress, keepScroll, keptScroll } from '../../navigation/kept-scroll.ts';
import { type Dated, dayAtOf, dayItems } from './day-items.ts';
import styles from './virtual-day-list.module.css';

interface Props<T extends Dated> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly hasMore: boolean;
  readonly onShown: (first: number, last: number) => void;
  readonly openId: number | undefined;
  readonly onOpen: (id: number | undefined) => void;
  readonly children: (row: T) => ReactNode;
}

const rowHeight = 40;
const dayHeight = 34;

/** A list as long as the history: only the visible part is in the document, on paper every row that was read. Arrows, Page, Home, End, Enter, Escape. */
export function VirtualDayList<T extends Dated>(props: Props<T>) {
  const { rows, hasMore, onShown, openId, onOpen } = props;
  const zone = useHomeZone();
  const list = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const { items, itemOfRow } = useMemo(() => dayItems(rows, zone), [rows, zone]);
  const [active, setActive] = useState(0);
  const activeRow = Math.min(active, rows.length - 1);
  const [address] = useState(currentAddress);
  const virtual = useVirtualizer({
    initialOffset: () => keptScroll(address, 'list'),
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: (index) => (items[index]?.kind === 'day' ? dayHeight : rowHeight),
    overscan: 8,
    scrollPaddingStart: dayHeight,
  });
  const isPrinted = useIsPrinted();
  const shown = isPrinted
    ? items.map((_, index) => ({ index, start: 0, key: index }))
    : virtual.getVirtualItems();
  const rowsShown = shown.flatMap(({ index }) => {
    const item = items[index];
    return item?.kind === 'row' ? [item.index] : [];
  });
  const firstShown = rowsShown[0] ?? 0;
  const lastShown = rowsShown.at(-1) ?? 0;
  useEffect(() => {
    if (!isPrinted) onShown(firstShown, lastShown);
  }, [isPrinted, firstShown, lastShown, onShown]);
  const { scrollOffset } = virtual;
  useEffect(() => {
    if (scrollOffset !== null) keepScroll(address, 'list', scrollOffset);
  }, [address, scrollOffset]);

  const moveTo = (next: number) => {
    setActive(next);
    virtual.scrollToIndex(itemOfRow[next] ?? 0, { align: 'auto' });
    if (openId !== undefined) onOpen(rows[next]?.id);
  };
  const onKeyDown = (event: KeyboardEvent) =>
    pressListKey(event, {
      count: rows.length,
      active: activeRow,
      page: 10,
      isOpen: openId !== undefined,
      onMove: moveTo,
      onOpen: () => onOpen(rows[activeRow]?.id),
      onClose: () => onOpen(undefined),
    });

  const top = items[virtual.range?.startIndex ?? 0];
  const topAt = top?.kind === 'row' ? dayAtOf(top.row, zone) : top?.at;
  return (
    <div className={styles['place']}>
      {topAt !== undefined && (
        <div className={`${rowStyles['at']} ${styles['day']} ${styles['pinned']}`} aria-hidden>
          {longDayText(topAt)}
        </div>
      )}
      <div
        ref={list}
        className={`${rowStyles['list']} ${styles['list']}`}
        role="listbox"
        tabIndex={0}
        aria-label={props.label}
        aria-activedescendant={rows.length > 0 ? `${idPrefix}${rows[activeRow]?.id}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div
          role="presentation"
          className={styles['all']}
          style={isPrinted ? {} : { blockSize: virtual.getTotalSize() }}
        >
          {shown.map(({ index, start, key }) => {
            const item = items[index];
            if (item === undefined) return null;
            const style = isPrinted ? {} : { transform: `translateY(${start}px)` };
            if (item.kind === 'day')
              return (
                <div
                  key={key}
                  role="presentation"
                  className={`${rowStyles['at']} ${styles['day']}`}
                  style={style}
                >
                  {longDayText(item.at)}
                </div>
              );
            const { row } = item;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it takes the keys (aria-activedescendant)
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus (aria-activedescendant)
              <div
                key={key}
                id={`${idPrefix}${row.id}`}
                role="option"
                aria-selected={row.id === openId}
                aria-posinset={item.index + 1}
                aria-setsize={hasMore ? -1 : rows.length}
                className={`${rowStyles['at']} ${rowStyles['row']} ${styles['row']} ${item.index === activeRow ? rowStyles['active'] : ''}`}
                style={style}
                onClick={() => {
                  setActive(item.index);
                  onOpen(row.id);
                }}
              >
                <span className={hidden['hidden']}>{dayText(dayAtOf(row, zone))}</span>
                {props.children(row)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Whether the page is being printed: a list that draws only its visible rows draws all of them then. */
export function useIsPrinted(): boolean {
  const [isPrinted, setPrinted] = useState(() => matchMedia('print').matches);
  useEffect(() => {
    const print = matchMedia('print');
    // Immediately, because printing doesn't wait for the next frame.
    const listen = () => flushSync(() => setPrinted(print.matches));
    print.addEventListener('change', listen);
    return () => print.removeEventListener('change', listen);
  }, []);
  return isPrinted;
}
