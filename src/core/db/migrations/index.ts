import type { Writer } from '../open.ts';
import { history } from './0001-history.ts';
import { outbox } from './0002-outbox.ts';
import { markedRanges } from './0003-marked-ranges.ts';
import { removed } from './0004-removed.ts';
import { farReads } from './0005-far-reads.ts';
import { outboxCounts } from './0006-outbox-counts.ts';
import { counting } from './0007-counting.ts';
import { ownEvents } from './0008-own-events.ts';
import { bringOverForms } from './0009-forms.ts';
import { newElements } from './0010-new-elements.ts';
import { removalDays } from './0011-removal-days.ts';
import { keptFigures } from './0012-figures.ts';
import { supersedeOnce } from './0013-supersede.ts';
import { sourceAge } from './0014-source-age.ts';
import { unread } from './0015-unread.ts';
import { uncountUnitless } from './0016-unitless.ts';
import { ecgBlanks } from './0017-ecg-blanks.ts';
import { exportAhead } from './0018-export-ahead.ts';
import { arrivedOnce, keepNewestArrivals } from './0019-arrived-once.ts';

export interface Migration {
  /** `user_version` after it. */
  readonly version: number;
  readonly slug: string;
  readonly sql: string;
  /** What SQL alone cannot do, behind it and in the same transaction. */
  readonly run?: (writer: Writer) => void;
}

/** In order, never edited once released, none ever removed. */
export const migrations: readonly Migration[] = [
  { version: 1, slug: 'history', sql: history },
  { version: 2, slug: 'outbox', sql: outbox },
  { version: 3, slug: 'marked-ranges', sql: markedRanges },
  { version: 4, slug: 'removed', sql: removed },
  { version: 5, slug: 'far-reads', sql: farReads },
  { version: 6, slug: 'outbox-counts', sql: outboxCounts },
  { version: 7, slug: 'counting', sql: counting },
  { version: 8, slug: 'own-events', sql: ownEvents },
  { version: 9, slug: 'forms', sql: '', run: bringOverForms },
  { version: 10, slug: 'new-elements', sql: newElements },
  { version: 11, slug: 'removal-days', sql: removalDays },
  { version: 12, slug: 'figures', sql: keptFigures },
  { version: 13, slug: 'supersede', sql: '', run: supersedeOnce },
  { version: 14, slug: 'source-age', sql: sourceAge },
  { version: 15, slug: 'unread', sql: unread },
  { version: 16, slug: 'unitless', sql: '', run: uncountUnitless },
  { version: 17, slug: 'ecg-blanks', sql: ecgBlanks },
  { version: 18, slug: 'export-ahead', sql: exportAhead },
  { version: 19, slug: 'arrived-once', sql: arrivedOnce, run: keepNewestArrivals },
];

/** The schema that this program knows. */
export const knownVersion = migrations.at(-1)?.version ?? 0;
