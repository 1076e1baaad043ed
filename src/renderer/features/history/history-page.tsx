import { Rows3 } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { eventCategories } from '../../../shared/domain/event-category.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { failureOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import side from '../../components/side-panel.module.css';
import tabStyles from '../../components/tabs.module.css';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { ChartCard } from './chart-card.tsx';
import { chipsOf } from './chips-of.ts';
import { DateFilter } from './date-filter.tsx';
import { EventList } from './event-list.tsx';
import { EventPanel } from './event-panel.tsx';
import { EventSearch } from './event-search.tsx';
import { EventSummary } from './event-summary.tsx';
import { FilterChips } from './filter-chips.tsx';
import { changeFilters, clearFilters, filtersOf, historyTabs, openItem } from './filters.ts';
import styles from './history-page.module.css';
import { ActivitiesColumn, CategoriesColumn, TypesColumn } from './kinds-column.tsx';
import { RecordList } from './record-list.tsx';
import { RecordPanel } from './record-panel.tsx';
import { SourceFilter } from './source-filter.tsx';
import { Summary } from './summary.tsx';
import { WorkoutList } from './workout-list.tsx';
import { WorkoutPanel } from './workout-panel.tsx';

const pickType = (type: string | undefined) => changeFilters({ type, source: undefined });
const pickActivity = (activity: string | undefined) => changeFilters({ activity });
const pickCategory = (category: string | undefined) =>
  changeFilters({ category: eventCategories.find((name) => name === category) });
const searchEvents = (text: string) => changeFilters({ text: text === '' ? undefined : text });
const pickSource = (source: number | undefined) => changeFilters({ source });
const showRemoved = (isRemoved: boolean) => changeFilters({ isRemoved });
const close = () => openItem(undefined);
const clear = <Button onPress={clearFilters}>Clear filters</Button>;

/** What the history holds: kinds on the left, the list in the middle, one item at the right. */
export function HistoryPage() {
  const filters = filtersOf(useDeferredValue(useRoute()));
  const overview = useCall('history.overview', {});
  const types = useCall('history.types', {}).data;
  const sources = useCall('history.sources', filters.type === undefined ? {} : { type: filters.type }).data;
  const isWorkouts = filters.tab === 'workouts';
  const type = types?.find((summary) => summary.type === filters.type);

  if (overview.error !== null)
    return (
      <div className={styles['alone']}>
        <FailureNotice failure={failureOf(overview.error)} onRetry={() => overview.refetch()} />
      </div>
    );
  if (overview.data !== undefined && overview.data.records === 0 && overview.data.workouts === 0)
    return (
      <EmptyState
        icon={Rows3}
        title="Nothing here yet"
        action={
          <Button look="primary" onPress={() => goTo('import')}>
            Import an export
          </Button>
        }
      >
        Once an export from the Health app is imported, everything it holds can be looked up here.
      </EmptyState>
    );

  const chips = (
    <FilterChips
      onClear={clearFilters}
      chips={chipsOf(filters, sources?.find(({ id }) => id === filters.source)?.name, changeFilters)}
    />
  );
  return (
    <div className={styles['page']} data-has-panel={filters.item !== undefined}>
      <div className={styles['kinds']}>
        {filters.tab === 'events' ? (
          <CategoriesColumn picked={filters.category} onPick={pickCategory} />
        ) : isWorkouts ? (
          <ActivitiesColumn picked={filters.activity} onPick={pickActivity} />
        ) : (
          <TypesColumn picked={filters.type} onPick={pickType} />
        )}
      </div>
      <Tabs
        className={styles['middle'] ?? ''}
        selectedKey={filters.tab}
        onSelectionChange={(key) =>
          changeFilters({ tab: historyTabs.find((name) => name === key) ?? 'records', source: undefined })
        }
      >
        <div className={styles['bar']}>
          <TabList aria-label="What to show" className={styles['tabs'] ?? ''}>
            <Tab id="events" className={tabStyles['tab'] ?? ''}>
              Events
            </Tab>
            <Tab id="records" className={tabStyles['tab'] ?? ''}>
              Records
            </Tab>
            <Tab id="workouts" className={tabStyles['tab'] ?? ''}>
              Workouts
            </Tab>
          </TabList>
          <div className={styles['filters']}>
            {filters.tab === 'events' ? (
              <EventSearch key={filters.text ?? ''} text={filters.text ?? ''} onSearch={searchEvents} />
            ) : (
              <SourceFilter
                type={isWorkouts ? undefined : filters.type}
                source={filters.source}
                onChange={pickSource}
              />
            )}
            <DateFilter from={filters.from} to={filters.to} onChange={changeFilters} />
          </div>
        </div>
        <TabPanel id="events" className={styles['content'] ?? ''}>
          <EventSummary category={filters.category} chips={chips} />
          <div className={styles['list']}>
            <EventList filters={filters} onOpen={openItem} onClear={clear} />
          </div>
        </TabPanel>
        <TabPanel id="records" className={styles['content'] ?? ''}>
          <Summary
            isAll={filters.type === undefined}
            title={filters.type === undefined ? 'All records' : typeLabel(filters.type)}
            type={type}
            overview={overview.data}
            chips={chips}
            isRemoved={filters.isRemoved}
            onRemoved={showRemoved}
          />
          {type !== undefined && !filters.isRemoved && (
            <ChartCard
              key={type.type}
              type={type}
              from={filters.from}
              to={filters.to}
              source={filters.source}
              onDays={changeFilters}
            />
          )}
          <div className={styles['list']}>
            <RecordList filters={filters} onOpen={openItem} onClear={clear} />
          </div>
        </TabPanel>
        <TabPanel id="workouts" className={styles['content'] ?? ''}>
          <Summary
            isAll={filters.activity === undefined}
            title={filters.activity === undefined ? 'All workouts' : workoutName(filters.activity)}
            overview={overview.data}
            chips={chips}
            isRemoved={filters.isRemoved}
            onRemoved={showRemoved}
            isWorkouts
          />
          <div className={styles['list']}>
            <WorkoutList filters={filters} onOpen={openItem} onClear={clear} />
          </div>
        </TabPanel>
      </Tabs>
      {filters.item !== undefined && (
        <div className={`${side['place']} ${styles['panel']}`}>
          {filters.tab === 'events' ? (
            <EventPanel id={filters.item} onClose={close} />
          ) : isWorkouts ? (
            <WorkoutPanel id={filters.item} onClose={close} />
          ) : (
            <RecordPanel id={filters.item} onOpen={openItem} />
          )}
        </div>
      )}
    </div>
  );
}
