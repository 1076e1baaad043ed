import { expect, test } from 'vitest';
import { parseDevice } from '../../../../src/core/healthkit/device.ts';

test('splits on the keys, not on the commas of the values', () => {
  const text =
    'name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:8.4.1, creation date:2022-01-02 10:00:00 +0000';
  expect(parseDevice(text)).toEqual({
    name: 'Apple Watch',
    manufacturer: 'Apple Inc.',
    model: 'Watch',
    hardware: 'Watch6,7',
    software: '8.4.1',
    'creation date': '2022-01-02 10:00:00 +0000',
  });
});

test.each([
  ['', {}],
  ['Polar H10', { name: 'Polar H10' }],
  [
    'name:Scale, FDA UDI:0086, localIdentifier:A-B',
    { name: 'Scale', 'FDA UDI': '0086', localIdentifier: 'A-B' },
  ],
  ['name:Bob, note: not a key, firmware:1', { name: 'Bob, note: not a key', firmware: '1' }],
  ['name:, model:X', { name: '', model: 'X' }],
  ['name:A, name:B', { name: 'A' }],
  ['<<HKDevice: 0x28381>, name:iPhone, hardware:iPhone12,1>', { name: 'iPhone', hardware: 'iPhone12,1' }],
])('reads %j', (text, parts) => {
  expect(parseDevice(text)).toEqual(parts);
});
