import type { SeededHistory } from './seeded-history.ts';
import { type Act, press } from './view.ts';

/** A state of a page that shows the history, over the real host. */
export interface HistoryView {
  readonly name: string;
  readonly history: SeededHistory;
  /** What the history's calls do: nothing answers them, or each is answered with `profile.damaged`. */
  readonly calls: 'answered' | 'held' | 'damaged';
  /** `{route}`: an id of the seeded history. */
  readonly hash: string;
  readonly act?: Act;
}

const sought =
  (text: string): Act =>
  async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
  };

const steps = '#/history?type=HKQuantityTypeIdentifierStepCount';
const heartRate = '#/history?type=HKQuantityTypeIdentifierHeartRate';

/** What is done in a state before it is looked at, by the state's name. */
const acts: Readonly<Record<string, Act>> = {
  search: (page) => page.keyboard.press('Control+k'),
  'search-date': sought('running in December 2025'),
  'search-type': sought('heart'),
  'search-nothing': sought('zzz'),
  'overview-hidden': async (page) => {
    await page.getByRole('button', { name: /^Hidden cards/ }).click();
    await page.getByRole('button', { name: 'How these figures are calculated' }).click();
    await page.getByRole('button', { name: /^Hidden cards/ }).scrollIntoViewIfNeeded();
  },
  'overview-figures': async (page) => {
    await page.getByRole('button', { name: 'Options of Blood pressure' }).click();
    await page.getByRole('menuitem', { name: 'Figures…' }).click();
  },
  'type-counted': press('How this was counted'),
  'history-dates': press('Calendar'),
  'history-sources': press(/source/i),
  'sleep-6-months': press('Regularity by week'),
  'sleep-night': (page) =>
    page
      .getByRole('region', { name: 'One evening' })
      .evaluate((card) => card.scrollIntoView({ block: 'start' })),
  'heart-ecg-fit': press(/second as figures/),
  'documents-clinical': press(/^JSON in/),
  'history-workout-limits': press('Set limits…'),
};

/** Each state: its name, the history of its host or what keeps that from the page, its address. */
const states = `
  search                   seeded  #/import
  search-date              seeded  #/import
  search-type              seeded  #/import
  search-nothing           seeded  #/import
  history-export           seeded  ${heartRate}&export=1
  report                   seeded  #/report?from=2026-08-01&to=2026-10-30
  report-months            seeded  #/report?from=2025-10-01&to=2026-10-30
  report-empty             none    #/report
  report-failing           damaged #/report
  report-loading           held    #/report
  overview                 seeded  #/overview
  overview-empty           none    #/overview
  overview-loading         held    #/overview
  overview-failing         damaged #/overview
  overview-no-zone         little  #/overview
  overview-hidden          seeded  #/overview
  overview-figures         seeded  #/overview
  rings                    seeded  #/history?tab=rings
  rings-empty              none    #/history?tab=rings
  history-all              seeded  #/history
  history-type             seeded  ${heartRate}
  history-steps            seeded  ${steps}
  history-sleep            seeded  #/history?type=HKCategoryTypeIdentifierSleepAnalysis
  type-year-compared       seeded  ${steps}&range=year&compare=1
  type-each                seeded  ${steps}&range=week&each=1
  type-hours               seeded  ${steps}&range=day
  type-overlay             seeded  ${heartRate}&range=half&overlay=HKQuantityTypeIdentifierStepCount
  type-all                 seeded  ${heartRate}&range=all
  type-stand               seeded  #/history?type=HKCategoryTypeIdentifierAppleStandHour&range=month
  type-nothing             seeded  ${heartRate}&range=month&at=2012-03-04
  type-counted             seeded  ${heartRate}
  type-pressure            seeded  #/history?type=HKCorrelationTypeIdentifierBloodPressure&range=month&compare=1
  type-records             seeded  ${heartRate}&list=1
  type-loading             held    ${heartRate}
  type-failing             damaged ${heartRate}
  history-filters          seeded  ${heartRate}&from=2026-09-01&to=2026-10-30
  history-dates            seeded  ${heartRate}&list=1
  history-sources          seeded  ${heartRate}&list=1
  history-record           seeded  ${heartRate}&item={record}
  history-removed          seeded  #/history?removed=1&item={removedRecord}
  sleep-week               seeded  #/history?tab=sleep
  sleep-6-months           seeded  #/history?tab=sleep&range=6-months
  sleep-night              seeded  #/history?tab=sleep
  sleep-failing            damaged #/history?tab=sleep
  history-workouts         seeded  #/history?tab=workouts
  heart-ecgs               seeded  #/history?tab=heart
  heart-ecg                seeded  #/history?tab=heart&item={ecg}
  heart-ecg-fit            seeded  #/history?tab=heart&item={ecg}&zoom=fit
  heart-beats              seeded  #/history?tab=heart&of=beats
  heart-tachogram          seeded  #/history?tab=heart&of=beats&item={beats}
  heart-removed            seeded  #/history?tab=heart&removed=1
  heart-loading            held    #/history?tab=heart&item={ecg}
  heart-failing            damaged #/history?tab=heart
  documents                seeded  #/history?tab=documents
  documents-clinical       seeded  #/history?tab=documents&group=clinical%3AObservation&item={clinical}
  documents-audiogram      seeded  #/history?tab=documents&group=audiogram&item={audiogram}
  documents-vision         seeded  #/history?tab=documents&group=vision&item={vision}
  documents-mind           seeded  #/history?tab=documents&group=HKDataTypeStateOfMind
  documents-pressures      seeded  #/history?tab=documents&group=HKCorrelationTypeIdentifierBloodPressure
  documents-loading        held    #/history?tab=documents
  history-workout          seeded  #/history?tab=workouts&item={route}
  history-workout-no-route seeded  #/history?tab=workouts&item={noRoute}
  history-workout-limits   seeded  #/history?tab=workouts&item={route}
  history-workout-twin     seeded  #/history?tab=workouts&item={twin}
  history-workout-failing  damaged #/history?tab=workouts&item={route}
  history-workout-loading  held    #/history?tab=workouts&item={route}
  events                   seeded  #/history?tab=events
  events-filters           seeded  #/history?tab=events&category=workout&text=run&from=2026-09-01
  event-steps              seeded  #/history?tab=events&item={steps}
  event-workout            seeded  #/history?tab=events&item={workout}
  event-night              seeded  #/history?tab=events&item={night}
  events-nothing           seeded  #/history?tab=events&text=nothing
  events-no-zone           little  #/history?tab=events
  events-loading           held    #/history?tab=events
  events-failing           damaged #/history?tab=events&item={workout}
  history-empty            none    #/history
  history-nothing          seeded  ${heartRate}&from=2001-01-01&to=2001-02-01
  history-loading          held    ${heartRate}
  history-failing          damaged ${heartRate}&item={record}
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/) as [name: string, host: string, hash: string]);

const strays = Object.keys(acts).filter((name) => !states.some(([one]) => one === name));
if (strays.length > 0) throw new Error(`no state has the name ${strays}`);

function hostOf(name: string): Pick<HistoryView, 'history' | 'calls'> {
  if (name === 'held' || name === 'damaged') return { history: 'seeded', calls: name };
  if (name !== 'seeded' && name !== 'little' && name !== 'none') throw new Error(`no history is ${name}`);
  return { history: name, calls: 'answered' };
}

/** Overview, History, the report and Search in every state that a person can meet. */
export const historyViews: readonly HistoryView[] = states.map(([name, host, hash]) => ({
  name,
  hash,
  ...hostOf(host),
  ...(acts[name] && { act: acts[name] }),
}));
