import { classificationInEnglish, type EcgDetail, type EcgRow } from '../../../shared/domain/ecg.ts';
import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import { countOf } from '../../components/formats.ts';

/** The file's classification; if it is in another language, with Apple's English term if known. */
export function classificationText({ classification }: Pick<EcgRow, 'classification'>): string {
  if (classification === null) return 'No classification';
  const english = classificationInEnglish(classification);
  return english === null ? classification : `${classification} (${english})`;
}

/** The mean of the records during the ECG; '' if there are none. */
export const rateText = ({ heartRate }: Pick<EcgRow, 'heartRate'>): string =>
  heartRate === null ? '' : `${figureText(Math.round(heartRate.mean))} bpm`;

export const lengthText = ({ seconds }: Pick<EcgRow, 'seconds'>): string =>
  seconds === null ? '' : durationText(seconds);

/** Explains the heart rate, which an ECG's file doesn't contain. */
export function rateNote({ heartRate }: Pick<EcgRow, 'heartRate'>): string {
  return heartRate === null
    ? 'The export has no heart rate for this ECG: the file names none, and no heart rate record began during it.'
    : `The file names no heart rate: this is the plain mean of the ${countOf(heartRate.records, 'heart rate record')} that began during the ECG.`;
}

/** A one-line description of the drawing for the page and for print. */
export function scaleText({ lead, sampleRate, unit }: EcgDetail): string {
  return [
    '25 mm/s',
    '10 mm/mV',
    lead ?? '',
    sampleRate === null ? '' : `${figureText(sampleRate)} Hz`,
    unit === null || unit === 'µV' ? '' : `samples printed in ${unit}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
