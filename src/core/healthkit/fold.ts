import { lookup } from '../../shared/lookup.ts';

const quotes: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u201f': '"',
};

/**
 * A source's name as identity sees it: spaces of every kind are one space, curly quotes are straight, control and
 * replacement characters are gone, composed form (apple-health-export §1.5: `Sam’s Apple Watch` with U+2019 and U+00A0).
 */
export function foldSource(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\u2018\u2019\u201a\u201b\u02bc\u201c\u201d\u201e\u201f]/g, (quote) => quotes[quote] ?? quote)
    .replace(/[\s\u200b\u2060\ufeff]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\ufffd]/gu, (control) => (control === '\u200d' ? control : ''))
    .replace(/ +/g, ' ')
    .trim();
}

/** `<<HKDevice: 0x…>, name:…, model:…>` without its address, which differs on almost every record (§0.2). */
export function stripDeviceAddress(device: string): string {
  const match = /^<<HKDevice: 0x[0-9a-fA-F]+>,? ?/.exec(device);
  if (!match) return device;
  const rest = device.slice(match[0].length);
  return rest.endsWith('>') ? rest.slice(0, -1) : rest;
}

const legacyValues: Readonly<Record<string, string>> = lookup({
  HKCategoryValueSleepAnalysisAsleep: 'HKCategoryValueSleepAnalysisAsleepUnspecified',
});

/** A category's value as identity sees it: iOS 16 renamed `Asleep` to `AsleepUnspecified` (§1.5). */
export function foldCategoryValue(value: string): string {
  return legacyValues[value] ?? value;
}
