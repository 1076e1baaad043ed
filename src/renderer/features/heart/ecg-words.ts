import { classificationLabel, type EcgDetail, type EcgRow } from '../../../shared/domain/ecg.ts';
import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';

/** The file's classification; if it is in another language, with Apple's term in the person's. */
export function classificationText({ classification }: Pick<EcgRow, 'classification'>): string {
  if (classification === null) return t('No classification');
  const label = classificationLabel(classification);
  return label === null ? classification : `${classification} (${label})`;
}

/** The mean of the records during the ECG; '' if there are none. */
export const rateText = ({ heartRate }: Pick<EcgRow, 'heartRate'>): string =>
  heartRate === null ? '' : t('{rate} bpm', { rate: figureText(Math.round(heartRate.mean)) });

export const lengthText = ({ seconds }: Pick<EcgRow, 'seconds'>): string =>
  seconds === null ? '' : durationText(seconds);

/** Explains the heart rate, which an ECG's file doesn't contain. */
export function rateNote({ heartRate }: Pick<EcgRow, 'heartRate'>): string {
  return heartRate === null
    ? t(
        'The export has no heart rate for this ECG: the file gives none, and no heart rate record began during it.',
      )
    : t(
        'The file gives no heart rate: this is the plain mean of the {count, plural, one {# heart rate record} other {# heart rate records}} that began during the ECG.',
        { count: heartRate.records },
      );
}

/** A one-line description of the drawing for the page and for print. */
export function scaleText({ lead, sampleRate, unit }: EcgDetail): string {
  return [
    '25 mm/s',
    '10 mm/mV',
    lead ?? '',
    sampleRate === null ? '' : `${figureText(sampleRate)} Hz`,
    unit === null || unit === 'µV' ? '' : t('samples printed in {unit}', { unit }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
