import { Rows3, Search } from 'lucide-react';
import { memo, type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Input, SearchField, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { type EventCategory, eventCategories } from '../../../shared/domain/event-category.ts';
import type { Overview } from '../../../shared/domain/history.ts';
import { categoryLabel } from '../../../shared/domain/kind-label.ts';
import { isPressure, pressureType, pressureTypes, typeLabel } from '../../../shared/domain/type-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall, useHomeZone } from '../../bridge/queries.ts';
import { useListedTypes } from '../../bridge/use-types.ts';
import { Button } from '../../components/button.tsx';
import { DateFilter, type Days } from '../../components/date-filter.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import searchField from '../../components/search-field.module.css';
import side from '../../components/side-panel.module.css';
import tabStyles from '../../components/tabs.module.css';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { chipsOf } from './chips-of.ts';
import eventListStyles from './event-list.module.css';
import { EventList } from './event-list.tsx';
import { EventPanel } from './event-panel.tsx';
import { ExportButtons, ExportList } from './export-list.tsx';
import { FilterChips } from './filter-chips.tsx';
import {
  changeFilters,
  clearFilters,
  type Filters,
  filtersOf,
  type HistoryTab,
  historyTabs,
  openItem,
  openView,
  wholeTime,
} from './filters.ts';
import styles from './history-page.module.css';
import { CategoriesColumn, TypesColumn } from './kinds-column.tsx';
import { RecordList } from './record-list.tsx';
import { RecordPanel } from './record-panel.tsx';
import { SourceFilter } from './source-filter.tsx';
import { Summary, type Way } from './summary.tsx';
import { TypeExport, TypePage } from './type-page.tsx';
import { WorkoutExport, WorkoutPage } from './workouts/workout-page.tsx';
import { SportsColumn, WorkoutFilters, WorkoutsTab } from './workouts/workouts-tab.tsx';

const pickType = (type: string | undefined) => changeFilters({ type, source: undefined });
const pickActivity = (activity: string | undefined) => changeFilters({ activity });
const pickCategory = (category: string | undefined) =>
  changeFilters({ category: eventCategories.find((name) => name === category) });
const searchEvents = (text: string) => changeFilters({ text: text === '' ? undefined : text });
const pickDays = (days: Days) => changeFilters({ ...wholeTime, ...days });
const pickSource = (source: number | undefined) => changeFilters({ source });
const showRemoved = (isRemoved: boolean) => changeFilters({ isRemoved });
const showFigures = () => changeFilters({ ...wholeTime, isList: false, source: undefined, isRemoved: false });
const toFigures = { words: t('Show figures'), onPress: showFigures };
const toRecords = { words: t('Show all records'), onPress: () => changeFilters({ isList: true }) };
const close = () => openItem(undefined);
const closeView = () => openView(undefined);
const clear = <Button onPress={clearFilters}>{t('Clear filters')}</Button>;

/** Between the page of blood pressures and those of its two types. */
function pressureWays(type: string | undefined): readonly Way[] {
  if (type === undefined || !isPressure(type)) return [];
  const others = type === pressureType ? pressureTypes : [pressureType];
  return others.map((other) => ({ words: typeLabel(other), onPress: () => pickType(other) }));
}

/** A tab with its own view instead of columns, from another feature; the app combines them. */
export interface HistoryView {
  readonly tab: HistoryTab;
  readonly label: string;
  readonly view: ReactNode;
}

/** The history: kinds on the left, the list in the middle, one item on the right. */
export function HistoryPage({ views }: { readonly views: readonly HistoryView[] }) {
  const route = useDeferredValue(useRoute());
  const filters = useMemo(() => filtersOf(route), [route]);
  return <FilteredHistory views={views} filters={filters} />;
}

interface FilteredProps {
  readonly views: readonly HistoryView[];
  readonly filters: Filters;
}

/** In a memo, so that the urgent render of a new address leaves it alone (react.dev, `useDeferredValue`). */
const FilteredHistory = memo(function FilteredHistory({ views, filters }: FilteredProps) {
  const hasColumns = !views.some(({ tab }) => tab === filters.tab);
  const overview = useCall('history.overview', {});
  const known = useListedTypes();
  const types = known.data;
  const sources = useCall('history.sources', filters.type === undefined ? {} : { type: filters.type }).data;
  const zone = useHomeZone();
  const isWorkouts = filters.tab === 'workouts';
  const type = types && [...types.listed, ...types.single].find((one) => one.type === filters.type);

  const wantsTypePage = filters.tab === 'records' && filters.type !== undefined && !filters.isList;
  const isTypePage = wantsTypePage && type !== undefined;
  // Whether the type has a page is known with the types; its records aren't asked for until then.
  const isUnknownYet = wantsTypePage && known.isPending;

  // Nothing at all can be read: said once.
  if (overview.error !== null && known.error !== null)
    return (
      <div className={styles['alone']}>
        <FailureNotice
          failure={failureOf(overview.error)}
          onRetry={() => Promise.all([overview.refetch(), known.refetch()])}
        />
      </div>
    );
  if (overview.data !== undefined && isEmpty(overview.data))
    return (
      <EmptyState
        icon={Rows3}
        title={t('Nothing here yet')}
        action={
          <Button look="primary" onPress={() => goTo('import')}>
            {t('Import an export')}
          </Button>
        }
      >
        {t('Once you import an export from the Health app, you can look up everything in it here.')}
      </EmptyState>
    );

  const failure = overview.error !== null && (
    <FailureNotice failure={failureOf(overview.error)} onRetry={() => overview.refetch()} />
  );
  const chips = (
    <FilterChips
      onClear={clearFilters}
      chips={chipsOf(filters, sources?.find(({ id }) => id === filters.source)?.name, zone, changeFilters)}
    />
  );
  return (
    <div
      className={styles['page']}
      data-has-columns={hasColumns}
      data-has-panel={hasColumns && !isWorkouts && filters.item !== undefined}
      data-has-view={isWorkouts && filters.item !== undefined}
    >
      {hasColumns && (
        <div className={styles['kinds']}>
          {filters.tab === 'events' ? (
            <CategoriesColumn picked={filters.category} onPick={pickCategory} />
          ) : isWorkouts ? (
            <SportsColumn filters={filters} onPick={pickActivity} />
          ) : (
            <TypesColumn picked={filters.type} onPick={pickType} />
          )}
        </div>
      )}
      <Tabs
        className={styles['middle'] ?? ''}
        selectedKey={filters.tab}
        onSelectionChange={(key) =>
          changeFilters({ tab: historyTabs.find((name) => name === key) ?? 'records', source: undefined })
        }
      >
        <div className={styles['bar']}>
          <TabList aria-label={t('What to show')} className={styles['tabs'] ?? ''}>
            <Tab id="events" className={tabStyles['tab'] ?? ''}>
              {t('Events')}
            </Tab>
            <Tab id="records" className={tabStyles['tab'] ?? ''}>
              {t('Records')}
            </Tab>
            <Tab id="workouts" className={tabStyles['tab'] ?? ''}>
              {t('Workouts')}
            </Tab>
            {views.map(({ tab, label }) => (
              <Tab key={tab} id={tab} className={tabStyles['tab'] ?? ''}>
                {label}
              </Tab>
            ))}
          </TabList>
          {hasColumns && !isTypePage && !isUnknownYet && (
            <div className={styles['filters']}>
              {filters.tab === 'events' ? (
                <EventSearch key={filters.text ?? ''} text={filters.text ?? ''} onSearch={searchEvents} />
              ) : isWorkouts ? (
                <WorkoutFilters filters={filters} />
              ) : (
                <SourceFilter type={filters.type} source={filters.source} onChange={pickSource} />
              )}
              <DateFilter from={filters.from} to={filters.to} onChange={pickDays} />
              <ExportButtons filters={filters} />
            </div>
          )}
        </div>
        {views.map(({ tab, view }) => (
          <TabPanel key={tab} id={tab} className={styles['content'] ?? ''}>
            {view}
          </TabPanel>
        ))}
        <TabPanel id="events" className={styles['content'] ?? ''}>
          <EventSummary category={filters.category} chips={chips} />
          <div className={styles['list']}>
            <EventList filters={filters} onOpen={openItem} onClear={clear} />
          </div>
        </TabPanel>
        <TabPanel id="records" className={styles['content'] ?? ''}>
          {failure}
          <Summary
            isAll={filters.type === undefined}
            title={filters.type === undefined ? t('All records') : typeLabel(filters.type)}
            type={type}
            overview={overview.data}
            chips={chips}
            isRemoved={filters.isRemoved}
            onRemoved={showRemoved}
            ways={
              type === undefined ? [] : [isTypePage ? toRecords : toFigures, ...pressureWays(filters.type)]
            }
          />
          {isTypePage ? (
            <TypePage type={type} filters={filters} />
          ) : isUnknownYet ? (
            <Skeleton label={t('Loading the figures')} rows={8} />
          ) : (
            <div className={styles['list']}>
              <RecordList filters={filters} onOpen={openItem} onClear={clear} />
            </div>
          )}
        </TabPanel>
        <TabPanel id="workouts" className={styles['content'] ?? ''}>
          {failure}
          <WorkoutsTab
            filters={filters}
            listClass={styles['list']}
            onClear={clear}
            summary={
              <Summary
                isAll={filters.activity === undefined}
                title={filters.activity === undefined ? t('All workouts') : workoutName(filters.activity)}
                overview={overview.data}
                chips={chips}
                isRemoved={filters.isRemoved}
                onRemoved={showRemoved}
                isWorkouts
              />
            }
          />
        </TabPanel>
      </Tabs>
      {isTypePage ? (
        <TypeExport type={type} filters={filters} />
      ) : isWorkouts && filters.item !== undefined ? (
        <WorkoutExport id={filters.item} />
      ) : (
        <ExportList filters={filters} />
      )}
      {isWorkouts && filters.item !== undefined && <WorkoutPage id={filters.item} onClose={closeView} />}
      {hasColumns && !isWorkouts && filters.item !== undefined && (
        <div className={`${side['place']} ${styles['panel']}`}>
          {filters.tab === 'events' ? (
            <EventPanel id={filters.item} onClose={close} />
          ) : (
            <RecordPanel id={filters.item} onOpen={openItem} />
          )}
        </div>
      )}
    </div>
  );
});

function isEmpty({ records, workouts, summaries, ecg, clinical, documents }: Overview): boolean {
  return records + workouts + summaries + ecg + clinical + documents === 0;
}

interface Props {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}

/** Searches notes and kinds of workouts when Enter is pressed or the field loses focus. */
function EventSearch({ text, onSearch }: Props) {
  const [sought, setSought] = useState(text);
  const search = (what: string) => {
    if (what.trim() !== text) onSearch(what.trim());
  };
  return (
    <SearchField
      aria-label={t('Search events')}
      className={`${searchField['search']} ${searchField['framed']} ${eventListStyles['search']}`}
      value={sought}
      onChange={setSought}
      onSubmit={search}
      onClear={() => onSearch('')}
    >
      <Search size={15} aria-hidden />
      <Input placeholder={t('Search events')} maxLength={100} onBlur={() => search(sought)} />
    </SearchField>
  );
}

interface EventSummaryProps {
  readonly category: EventCategory | undefined;
  readonly chips: ReactNode;
}

/** The chosen events and their total number. */
function EventSummary({ category, chips }: EventSummaryProps) {
  const counts = useCall('history.eventCounts', {}).data;
  const count = counts
    ?.filter((one) => category === undefined || one.category === category)
    .reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={styles['summary']}>
      <h2>{category === undefined ? t('All events') : categoryLabel(category)}</h2>
      <p>{count === undefined ? '' : t('{count, plural, one {# event} other {# events}}', { count })}</p>
      {chips}
    </div>
  );
}
