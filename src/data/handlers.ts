import type { History } from '../core/history/history.ts';
import type { Importer } from '../core/import/importer.ts';
import type { WatchedFolders } from '../core/import/watched-folders.ts';
import type { Handlers } from '../shared/contract/index.ts';

type Named<P extends string> = {
  readonly [N in keyof Handlers as N extends `${P}.${string}` ? N : never]: Handlers[N];
};

/** The `import.*` calls; the importer yields to them between batches. */
export function importHandlers(importer: Importer, watched: WatchedFolders): Named<'import'> {
  return {
    'import.start': (input) => importer.start(input),
    'import.cancel': (input) => importer.cancel(input),
    'import.confirmPerson': (input) => importer.confirmPerson(input),
    'import.resume': (input) => importer.resume(input),
    'import.dismiss': (input) => importer.dismiss(input),
    'import.current': () => importer.current(),
    'import.receipts': (input) => importer.receipts(input),
    'import.receipt': (input) => importer.receipt(input),
    'import.aliases': () => importer.aliases(),
    'import.undoAlias': (input) => importer.undoAlias(input),
    'import.removals': (input) => importer.removals(input),
    'import.undoRemovals': (input) => importer.undoRemovals(input),
    'import.watch': () => watched.state(),
    'import.watchFolder': (input) => watched.add(input),
    'import.unwatchFolder': (input) => watched.remove(input),
    'import.takeFound': (input) =>
      importer.start({ offer: importer.addOffer(watched.take(input), { isIncoming: false }).offer }),
    'import.dismissFound': (input) => watched.dismiss(input),
  };
}

/** The `history.*` calls; they read through their own connection and never wait for a writer. */
export function historyHandlers(history: History): Named<'history'> {
  return {
    'history.overview': history.overview,
    'history.types': history.types,
    'history.sources': history.sources,
    'history.recordsPage': history.recordsPage,
    'history.record': history.record,
    'history.figures': history.figures,
    'history.figureShares': history.figureShares,
    'history.recordCount': history.recordCount,
    'history.activities': history.activities,
    'history.workoutsPage': history.workoutsPage,
    'history.workout': history.workout,
    'history.route': history.route,
    'history.eventsPage': history.eventsPage,
    'history.event': history.event,
    'history.eventCounts': history.eventCounts,
    'history.ecgPage': history.ecgPage,
    'history.ecg': history.ecg,
    'history.beatsPage': history.beatsPage,
    'history.documentGroups': history.documentGroups,
    'history.documentsPage': history.documentsPage,
    'history.document': history.document,
    'history.documentJson': history.documentJson,
    'history.cards': history.cards,
    'history.rings': history.rings,
    'history.pressureSummary': history.pressureSummary,
    'history.bloodPressures': history.bloodPressures,
    'history.workoutTotals': history.workoutTotals,
    'history.workoutTrack': history.workoutTrack,
    'history.nights': history.nights,
    'history.night': history.night,
  };
}
