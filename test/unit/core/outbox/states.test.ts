import { describe, expect, test } from 'vitest';
import { nextState, type OutboxEvent, statesBefore } from '../../../../src/core/outbox/states.ts';
import { outboxStates } from '../../../../src/shared/domain/sync.ts';

const events: readonly OutboxEvent[] = [
  'claim',
  'deliver',
  'wait',
  'doubt',
  'fail',
  'release',
  'recover',
  'lose',
  'retry',
  'discard',
  'again',
];

describe('states of the outbox', () => {
  test.each([
    ['queued', 'claim', 'sending'],
    ['waiting', 'claim', 'sending'],
    ['uncertain', 'claim', 'sending'],
    ['sending', 'deliver', 'delivered'],
    ['sending', 'wait', 'waiting'],
    ['sending', 'doubt', 'uncertain'],
    ['sending', 'fail', 'failed'],
    ['sending', 'release', 'queued'],
    ['sending', 'recover', 'queued'],
    ['failed', 'retry', 'queued'],
    ['uncertain', 'retry', 'queued'],
    ['waiting', 'discard', 'discarded'],
    ['failed', 'discard', 'discarded'],
    ['discarded', 'again', 'queued'],
  ] as const)('%s, %s → %s', (state, event, next) => {
    expect(nextState(state, event)).toBe(next);
  });

  test('what is delivered stays so; what is discarded until the person takes it back', () => {
    for (const event of events) {
      expect(nextState('delivered', event)).toBeNull();
      if (event !== 'again') expect(nextState('discarded', event)).toBeNull();
    }
  });

  test('only what is being sent can have an outcome, and it cannot be discarded or sent twice', () => {
    for (const event of ['deliver', 'wait', 'doubt', 'fail', 'release', 'recover'] as const)
      expect(statesBefore(event)).toEqual(['sending']);
    for (const event of ['claim', 'retry', 'discard'] as const)
      expect(nextState('sending', event)).toBeNull();
    expect(nextState('failed', 'claim')).toBeNull();
  });

  test('an event leads to one state wherever it happens', () => {
    for (const event of events) {
      const ends = new Set(
        outboxStates.map((state) => nextState(state, event)).filter((end) => end !== null),
      );
      expect(ends.size).toBe(1);
    }
  });
});
