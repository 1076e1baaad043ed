import { describe, expect, test, vi } from 'vitest';
import { type Known, stateLine } from '../../../src/main/sync-words.ts';
import { lookOf, type TrayActs, trayIcon, trayMenu } from '../../../src/main/tray.ts';
import { importing, overviewOf } from './overview-of.ts';

// Outside of Electron the package has no module to give; none of it is called here.
vi.mock('electron', () => ({}));

const ready: Known = { dataState: { state: 'ready', code: null }, importing: null, sync: null };
const on = (card: object, rest?: object): Known => ({ ...ready, sync: overviewOf([card], rest) });

describe('the state in one line', () => {
  const cases: [string, Known][] = [
    ['Starting…', { ...ready, dataState: { state: 'starting', code: null } }],
    ['Restarting…', { ...ready, dataState: { state: 'restarting', code: null }, importing }],
    ['Sync status unknown', ready],
    ['Kept on this computer', { ...ready, sync: overviewOf([]) }],
    ['Kept on this computer', on({ isEnabled: false, failed: 3 })],
    ['Kept on this computer', on({ isCurrent: false, failed: 3 })],
    ['Importing 42%', { ...on({ failed: 1 }), importing }],
    ['Importing…', { ...ready, importing: { ...importing, totalBytes: 0 } }],
    ['An import is waiting for you', { ...ready, importing: { ...importing, phase: 'waiting_for_person' } }],
    ['2 failed', on({ failed: 2, pending: 9, pausedBy: 'sync.offline' }, { isPausedByPerson: true })],
    ['Paused by you', on({ pending: 9 }, { isPausedByPerson: true })],
    ['Sending: 9 left', on({ pending: 9, phase: 'sending' })],
    [
      'Sending: 2 left',
      {
        ...ready,
        sync: overviewOf([
          { pending: 9, pausedBy: 'sync.offline' },
          { id: 2, pending: 2, phase: 'sending' },
        ]),
      },
    ],
    ['Pending: 9 left', on({ pending: 9 })],
    ['1 uncertain', on({ uncertain: 1 })],
    ['Creating events…', on({}, { daysToDerive: 4 })],
    ['Events couldn’t be created', on({}, { daysToDerive: 4, derivationCode: 'disk.full' })],
    [
      'Sending is off after crashes',
      on({ pending: 9, pausedBy: 'sync.off_after_crashes' }, { derivationCode: 'sync.off_after_crashes' }),
    ],
    ['Nothing to send', on({})],
    ['Everything is delivered', on({}, { lastSuccessAt: 1 })],
  ];
  test.each(cases)('%s', (line, known) => {
    expect(stateLine(known)).toBe(line);
  });

  test('a pause and a failed start in the words for people', () => {
    expect(stateLine(on({ pausedBy: 'sync.offline' }))).toMatch(/^Paused: \S/);
    const failed: Known = { ...ready, dataState: { state: 'failed', code: 'profile.in_use' } };
    expect(stateLine(failed)).not.toContain('profile.in_use');
    expect(stateLine(failed)).not.toBe('');
  });
});

test.each([
  ['darwin', 'trayTemplate.png'],
  ['win32', 'tray.ico'],
  ['linux', 'tray.png'],
] as const)('the icon on %s', (platform, name) => {
  expect(trayIcon(platform)).toBe(name);
});

describe('the menu', () => {
  const acted: string[] = [];
  const acts: TrayActs = {
    open: () => acted.push('open'),
    showSync: () => acted.push('sync'),
    syncNow: () => acted.push('now'),
    setPaused: (isPaused) => acted.push(`paused ${isPaused}`),
    quit: () => acted.push('quit'),
  };
  const press = (known: Known, label: string) =>
    (trayMenu(known, acts).find((item) => item.label === label)?.click as (() => void) | undefined)?.();
  const isOn = (known: Known, label: string) =>
    trayMenu(known, acts).find((item) => item.label === label)?.enabled;

  test('each item does what it says', () => {
    const known = on({});
    for (const label of [
      'Nothing to send',
      'Open Health Relay',
      'Sync now',
      'Pause sync',
      'Quit Health Relay',
    ])
      press(known, label);
    press(on({}, { isPausedByPerson: true }), 'Resume sync');
    expect(acted).toEqual(['sync', 'open', 'now', 'paused true', 'quit', 'paused false']);
  });

  test('nothing can be sent to no target, while paused, or by a program that is down', () => {
    expect(isOn(on({}), 'Sync now')).toBe(true);
    for (const known of [ready, on({ isEnabled: false }), on({}, { isPausedByPerson: true })])
      expect(isOn(known, 'Sync now')).toBe(false);
    expect(isOn({ ...on({}), dataState: { state: 'restarting', code: null } }, 'Sync now')).toBe(false);
    expect(isOn(on({}, { isPausedByPerson: true }), 'Resume sync')).toBe(true);
    const crashed = on({}, { derivationCode: 'sync.off_after_crashes' });
    expect([isOn(crashed, 'Sync now'), isOn(crashed, 'Pause sync')]).toEqual([false, false]);
  });

  test('what looks the same is the same, and no name is in it', () => {
    const look = (known: Known) => lookOf(trayMenu(known, acts));
    expect(look(on({ delivered: 1 }))).toBe(look(on({ delivered: 2 })));
    expect(look(on({}))).not.toBe(look(ready));
    expect(look({ ...on({}), importing })).not.toContain('SECRET');
  });
});
