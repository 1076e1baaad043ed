import { expect, test } from 'vitest';
import { offered, standinEvent, withoutPorts } from '../../electron-standin/records.ts';

test('what is not built throws with words as soon as it is read', () => {
  const shell = offered('shell', { beep: () => 'beep' });
  expect(shell.beep()).toBe('beep');
  expect(() => Reflect.get(shell, 'trashItem')).toThrow('stand-in: electron.shell.trashItem is not offered');
});

test('what promises and JSON ask of any object is answered', async () => {
  const thing = offered('thing', { a: 1 });
  expect(await thing).toBe(thing);
  expect(JSON.stringify(thing)).toBe('{"a":1}');
});

test('a function of it can be replaced, as on real Electron', () => {
  const shell = offered('shell', { openPath: (): string => 'opened' });
  shell.openPath = () => 'kept';
  expect(shell.openPath()).toBe('kept');
});

test('an event is prevented by its listener', () => {
  const event = standinEvent({ url: 'app://bundle/' });
  expect(event.defaultPrevented).toBe(false);
  event.preventDefault();
  expect([event.defaultPrevented, event.url]).toEqual([true, 'app://bundle/']);
});

test('ports are refused, nothing is not', () => {
  expect(() => withoutPorts([{}])).toThrow('not offered');
  expect(() => withoutPorts([])).not.toThrow();
});
