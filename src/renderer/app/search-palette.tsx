import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { syncBarrier } from '../../shared/domain/sync.ts';
import { isPressure } from '../../shared/domain/type-label.ts';
import type { Failure } from '../../shared/errors.ts';
import { t } from '../../shared/language.ts';
import { pageNames } from '../../shared/page/page-names.ts';
import { failureOf, useAct, useCall, useHomeZone } from '../bridge/queries.ts';
import { useListedTypes } from '../bridge/use-types.ts';
import { showExport } from '../components/export-dialog.tsx';
import { countText } from '../components/formats.ts';
import { localeNow, weekStartOf } from '../components/locale.ts';
import { TypeMark } from '../components/marks.tsx';
import { FailureNotice } from '../components/notice.tsx';
import hidden from '../components/visually-hidden.module.css';
import { dayIn } from '../components/zone-formats.ts';
import { historyTabs } from '../features/history/filters.ts';
import { currentRoute, goTo } from '../navigation/routes.ts';
import { type FindAct, type FoundSection, findPlaces } from './find-places.ts';
import styles from './search-palette.module.css';

interface Found {
  readonly sections: readonly FoundSection[];
  /** The words for the places still being read, which can't be found yet; null: all were read. */
  readonly reading: string | null;
  readonly failure: Failure | null;
  again(): unknown;
}

function useFound(text: string): Found {
  const knownTypes = useListedTypes();
  const knownActivities = useCall('history.activities', {});
  const { data: types } = knownTypes;
  const { data: activities } = knownActivities;
  const isDesktop = useCall('app.info', {}).data?.host === 'electron';
  const { data: sync } = useCall('sync.overview', {});
  const barrier = sync === undefined ? null : syncBarrier(sync);
  const zone = useHomeZone();
  const sections = useMemo(
    () =>
      findPlaces(text, {
        types:
          types === undefined
            ? []
            : [...types.listed, ...types.single.filter(({ type }) => isPressure(type))],
        activities: activities ?? [],
        pages: pageNames,
        tabs: historyTabs,
        today: dayIn(Date.now() / 1000, zone),
        isDesktop,
        syncBarrier: barrier,
        locale: localeNow,
        weekStart: weekStartOf(),
        countText,
      }),
    [text, types, activities, isDesktop, barrier, zone],
  );
  const failed = [knownTypes, knownActivities].filter(({ error }) => error !== null);
  return {
    sections,
    reading: knownTypes.isPending
      ? t('Loading types')
      : knownActivities.isPending
        ? t('Loading kinds of workouts')
        : null,
    failure: failed[0] === undefined ? null : failureOf(failed[0].error),
    again: () => Promise.all(failed.map(({ refetch }) => refetch())),
  };
}

/** Goes to a place or runs its action. */
function useActs(): (act: FindAct) => void {
  const sync = useAct('sync.runNow');
  const folder = useAct('app.showProfile');
  return (act) => {
    switch (act.kind) {
      case 'go':
        return goTo(act.page, act.query);
      case 'export': {
        // The shown view with its filters and its open item.
        if (currentRoute().page === 'history') return showExport(true);
        return goTo('history', { export: '1' });
      }
      case 'sync':
        sync.mutate({});
        return goTo('sync');
      case 'folder':
        return folder.mutate({});
    }
  };
}

const stepOf: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** A field that keeps the focus, and a list in which the arrows choose a line (ARIA Authoring Practices, "Combobox with listbox popup"). */
function Finder({ onChosen }: { readonly onChosen: (act: FindAct) => void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const { sections, reading, failure, again } = useFound(text);
  const places = sections.flatMap((section) => section.places);
  const at = Math.min(active, places.length - 1);
  const idOf = (index: number) => `${prefix}${index}`;
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    // During IME composition, Enter ends it and arrows choose within it.
    if (event.nativeEvent.isComposing || places.length === 0) return;
    const step = stepOf[event.key];
    const last = places.length - 1;
    if (step === 1 || step === -1) setActive((at + step + places.length) % places.length);
    else if (step !== undefined) setActive(Math.min(last, Math.max(0, at + step)));
    else if (event.key === 'Enter') {
      const place = places[at];
      if (place !== undefined) onChosen(place.act);
    } else return;
    event.preventDefault();
  };
  let index = -1;
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the dialog holds this field alone and was opened to type in it (WAI-ARIA, Dialog pattern: focus moves inside)
        autoFocus
        type="text"
        role="combobox"
        aria-label={t('Search types, dates, workouts, pages, and actions')}
        aria-expanded={places.length > 0}
        aria-controls={places.length > 0 ? `${prefix}list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={places.length > 0 ? idOf(at) : undefined}
        placeholder={t('Heart rate, March 2024, runs in May, Sync now…')}
        autoComplete="off"
        spellCheck={false}
        className={styles['input']}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        role="listbox"
        id={`${prefix}list`}
        aria-label={t('Places')}
        className={styles['menu']}
        hidden={places.length === 0}
      >
        {sections.map(({ name, places: lines }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box
          <div key={name} role="group" aria-label={name}>
            <div className={styles['header']} aria-hidden>
              {name}
            </div>
            {lines.map((place) => {
              index += 1;
              const own = index;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys (aria-activedescendant)
                // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus (aria-activedescendant)
                <div
                  key={place.id}
                  id={idOf(own)}
                  role="option"
                  aria-selected={own === at}
                  className={styles['item']}
                  // The field keeps the focus.
                  onMouseDown={(event) => event.preventDefault()}
                  onMouseMove={() => own !== at && setActive(own)}
                  onClick={() => onChosen(place.act)}
                >
                  {place.mark !== null && <TypeMark type={place.mark} />}
                  <span>{place.label}</span>
                  {place.note !== '' && <span className={styles['note']}>{place.note}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p role="status" className={places.length === 0 ? styles['none'] : hidden['hidden']}>
        {places.length === 0
          ? (reading ?? (failure === null ? t('No matches.') : ''))
          : text === ''
            ? ''
            : t('{count, plural, one {# found} other {# found}}', { count: places.length })}
      </p>
      {failure !== null && (
        <div className={styles['failure']}>
          <FailureNotice failure={failure} onRetry={again} />
        </div>
      )}
    </>
  );
}

/** ⌘K: finds record types, dates, workouts, pages, and actions, and opens or runs them. */
export function SearchPalette({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const act = useActs();
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(isNowOpen) => isNowOpen || onClose()}
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog aria-label={t('Search', {}, 'noun')} className={styles['dialog'] ?? ''}>
          <Finder
            onChosen={(chosen) => {
              onClose();
              act(chosen);
            }}
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
