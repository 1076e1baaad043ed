import { expect, test } from 'vitest';
import { pauseInWords, questionsInWords } from '../../../../src/headless/cli/pause-words.ts';
import { targetIds } from '../../../../src/shared/domain/sync.ts';
import { errorCodes } from '../../../../src/shared/errors.ts';

const nothingOpen = { question: null, updatesWaiting: 0 };

test('no pause in the words of the command line names a page, or says that this program continues by itself', () => {
  // Of the page alone; of a former address, which no line is about; of single items.
  const others = ['sync.off_after_crashes', 'sync.replaced', 'sync.out_of_scope', 'sync.unknown_event_type'];
  const pauses = errorCodes.filter((code) => code === 'disk.full' || code.startsWith('sync.'));
  for (const code of pauses.filter((one) => !others.includes(one)))
    for (const target of targetIds)
      expect(pauseInWords(code, target), code).not.toMatch(
        /Settings|\bresumes\b|automatically|until you resume|Technical details|tries again at/,
      );
});

test('a pause says what to do on the command line', () => {
  expect(pauseInWords('sync.offline', 'atlas')).toBe(
    'No connection. Foundry (Atlas) can’t be reached from this computer. Nothing is lost; the next sync tries again.',
  );
  expect(pauseInWords('sync.needs_home_zone', 'trendy')).toContain('config set homeZone');
  expect(pauseInWords('sync.paused_by_you', 'trendy')).toContain('config set isPaused false');
  expect(pauseInWords('sync.paused_by_you', 'trendy')).toContain('trendy.isPaused');
  expect(pauseInWords('sync.off', 'foundry')).toContain('config set foundry.enabled true');
  expect(pauseInWords('sync.needs_address', 'foundry')).toContain('foundry.datasetRid');
  expect(pauseInWords('sync.signed_out', 'atlas')).toContain('ATLAS_ACCESS_TOKEN');
});

test('each open question has a line with its command, and a pause that is one says nothing else', () => {
  expect(questionsInWords(nothingOpen)).toEqual([]);
  expect(questionsInWords({ question: null, updatesWaiting: null })).toEqual([]);
  expect(questionsInWords({ question: null, updatesWaiting: 1 })).toEqual([
    '  1 update waits for your decision: "answer updates" describes it, "answer updates --yes" sends it.',
  ]);
  const open = { question: 'sync.transaction_open', updatesWaiting: 2310 } as const;
  expect(questionsInWords(open)).toEqual([
    expect.stringContaining('"answer transaction --yes" aborts it'),
    expect.stringMatching(/^ {2}2.?310 updates wait for your decision: "answer updates" describes them/),
  ]);
  expect(pauseInWords('sync.transaction_open', 'foundry', open.question)).toBe(
    'Another transaction is open on this branch.',
  );
  expect(pauseInWords('sync.transaction_open', 'foundry')).toContain('the next sync');
});
