import { expect, test } from 'vitest';
import { sentText } from '../../../../src/renderer/features/settings/rules-words.ts';
import { fakeCard, overviewOf } from '../../../ui/fake-bridge/fake-sync.ts';

test('changes go to Trendy only while it’s on', () => {
  const on = overviewOf([fakeCard({})]);
  const off = overviewOf([fakeCard({ isEnabled: false }), fakeCard({ id: 2, isCurrent: false })]);
  expect(sentText(2, on)).toBe('2 changes go to Trendy; data that others wrote there stays.');
  expect(sentText(2, off)).toBe(
    '2 changes wait until you turn on Trendy; data that others wrote there stays.',
  );
  for (const overview of [on, off]) expect(sentText(0, overview)).toBe('None of this is sent anywhere.');
});
