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
 * A source's name for identity: one plain space for spaces of any kind, straight quotes, no control or replacement characters, composed form
 * (healthkit/README §1.5: `Sam’s Apple Watch` with U+2019 and U+00A0).
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

/** `<<HKDevice: 0x…>, name:…, model:…>` without its address, which differs on almost every record (healthkit/README §0.2). */
export function stripDeviceAddress(device: string): string {
  const match = /^<<HKDevice: 0x[0-9a-fA-F]+>,? ?/.exec(device);
  if (!match) return device;
  const rest = device.slice(match[0].length);
  return rest.endsWith('>') ? rest.slice(0, -1) : rest;
}

/** Values of categories that Apple renamed: deprecated with a replacement of the same number in HKCategoryValues.h. */
const renamedValues: Readonly<Record<string, string>> = lookup({
  // iOS 16
  HKCategoryValueSleepAnalysisAsleep: 'HKCategoryValueSleepAnalysisAsleepUnspecified',
  // iOS 18: bleeding during and after pregnancy has values of its own kind too, so menstrual flow took their name.
  HKCategoryValueMenstrualFlowUnspecified: 'HKCategoryValueVaginalBleedingUnspecified',
  HKCategoryValueMenstrualFlowLight: 'HKCategoryValueVaginalBleedingLight',
  HKCategoryValueMenstrualFlowMedium: 'HKCategoryValueVaginalBleedingMedium',
  HKCategoryValueMenstrualFlowHeavy: 'HKCategoryValueVaginalBleedingHeavy',
  HKCategoryValueMenstrualFlowNone: 'HKCategoryValueVaginalBleedingNone',
  // iOS 13
  HKCategoryValueOvulationTestResultPositive: 'HKCategoryValueOvulationTestResultLuteinizingHormoneSurge',
  // iOS 14
  HKCategoryValueAudioExposureEventLoudEnvironment:
    'HKCategoryValueEnvironmentalAudioExposureEventMomentaryLimit',
});

/** The earlier names, for values stored before the renaming was known. */
export const earlierCategoryValues: readonly string[] = Object.keys(renamedValues);

/** A category's value for identity: the current name, so a sample under both names is one. */
export function foldCategoryValue(value: string): string {
  return renamedValues[value] ?? value;
}
