/** The zero of each script's digits (Unicode, Nd), for the iPhone's languages. */
const zeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/**
 * Digits of every script as 0 to 9, a minus sign as a hyphen, an Arabic decimal separator as a comma, each kind of space as a space, and no direction
 * marks: undoes a formatter's localization of figures.
 */
export function asciiDigits(text: string): string {
  return ascii.test(text) ? text : text.replace(notAscii, asAscii);
}

const ascii = /^[ -~]*$/;
const notAscii = /[^ -~]/gu;
const signs: ReadonlyMap<string, string> = new Map([
  ...'\u2212\u2010\u2011\ufe63\uff0d'.split('').map((sign) => [sign, '-'] as const),
  ...'\u066b\uff0c'.split('').map((sign) => [sign, ','] as const),
  ['\uff0b', '+'],
  ['\uff1a', ':'],
]);

function asAscii(character: string): string {
  const sign = signs.get(character);
  if (sign !== undefined) return sign;
  if (/\s/.test(character)) return ' ';
  if (/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/.test(character)) return '';
  const code = character.codePointAt(0) ?? 0;
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? character : String(code - zero);
}
