import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { typeLabel } from '../../shared/domain/type-label.ts';
import { workoutName } from '../../shared/domain/workout-name.ts';
import { useCall } from '../bridge/queries.ts';
import { countText } from '../components/formats.ts';
import { TypeMark } from '../components/type-mark.tsx';
import { goTo } from '../navigation/routes.ts';
import styles from './search-palette.module.css';

interface Place {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly mark: string | null;
  readonly go: () => void;
}

const pagePlaces: readonly Place[] = [
  { id: 'page import', label: 'Import', note: '', mark: null, go: () => goTo('import') },
  { id: 'page history', label: 'History', note: 'Records', mark: null, go: () => goTo('history') },
  {
    id: 'page workouts',
    label: 'Workouts',
    note: 'History',
    mark: null,
    go: () => goTo('history', { tab: 'workouts' }),
  },
  {
    id: 'page events',
    label: 'Events',
    note: 'History',
    mark: null,
    go: () => goTo('history', { tab: 'events' }),
  },
  { id: 'page sync', label: 'Sync', note: '', mark: null, go: () => goTo('sync') },
  { id: 'page settings', label: 'Settings', note: '', mark: null, go: () => goTo('settings') },
];

function usePlaces(isOpen: boolean): { readonly name: string; readonly places: readonly Place[] }[] {
  const types = useCall('history.types', {}, isOpen).data ?? [];
  const activities = useCall('history.activities', {}, isOpen).data ?? [];
  return [
    { name: 'Pages', places: pagePlaces },
    {
      name: 'Record types',
      places: types.map(({ type, count }) => ({
        id: type,
        label: typeLabel(type),
        note: countText(count),
        mark: type,
        go: () => goTo('history', { type }),
      })),
    },
    {
      name: 'Workouts',
      places: activities.map(({ activity, count }) => ({
        id: activity,
        label: workoutName(activity),
        note: countText(count),
        mark: 'HKWorkoutActivityType',
        go: () => goTo('history', { tab: 'workouts', activity }),
      })),
    },
  ].filter(({ places }) => places.length > 0);
}

/** ⌘K: goes to a page, a record type or a kind of workout by name. */
export function SearchPalette({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const sections = usePlaces(isOpen);
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(isNowOpen) => isNowOpen || onClose()}
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog aria-label="Search" className={styles['dialog'] ?? ''}>
          <Autocomplete filter={contains}>
            <SearchField
              aria-label="Search pages and record types"
              autoFocus
              className={styles['field'] ?? ''}
            >
              <Input
                role="combobox"
                aria-expanded
                placeholder="Go to a page or record type"
                className={styles['input'] ?? ''}
              />
            </SearchField>
            <ListBox
              items={sections}
              aria-label="Places"
              className={styles['menu'] ?? ''}
              renderEmptyState={() => <p className={styles['none']}>Nothing of that name.</p>}
            >
              {({ name, places }) => (
                <ListBoxSection id={name}>
                  <Header className={styles['header'] ?? ''}>{name}</Header>
                  <Collection items={places}>
                    {({ id, label, note, mark, go }) => (
                      <ListBoxItem
                        id={id}
                        textValue={label}
                        className={styles['item'] ?? ''}
                        onAction={() => {
                          onClose();
                          go();
                        }}
                      >
                        {mark !== null && <TypeMark type={mark} />}
                        <span>{label}</span>
                        <span className={styles['note']}>{note}</span>
                      </ListBoxItem>
                    )}
                  </Collection>
                </ListBoxSection>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
