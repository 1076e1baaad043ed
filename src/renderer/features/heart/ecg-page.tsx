import { ArrowLeft, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { type EcgDetail, samplesPerAnswer } from '../../../shared/domain/ecg.ts';
import { figureText } from '../../../shared/domain/quantity-text.ts';
import { ecgTable } from '../../../shared/domain/view-tables.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall, useHomeZone } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { ExportTableButton } from '../../components/export-dialog.tsx';
import { percentText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import panel from '../../components/side-panel.module.css';
import { BigFigures, Facts, ScrollBox } from '../../components/side-panel.tsx';
import spread from '../../components/spread-line.module.css';
import { zonedText } from '../../components/zone-formats.ts';
import { secondsOf, stripHeight } from './ecg-scale.ts';
import { EcgStrips } from './ecg-strips.tsx';
import { classificationText, lengthText, rateNote, rateText, scaleText } from './ecg-words.ts';
import styles from './heart.module.css';
import { goToHeart, type HeartPlace, type HeartZoom, showHeart } from './heart-route.ts';
import sheet from './print-sheet.module.css';

const zoomWords: readonly (readonly [HeartZoom, string])[] = [
  ['fit', t('Fit')],
  ['1', percentText(100)],
  ['2', percentText(200)],
  ['4', percentText(400)],
];

/** One ECG: the file's facts and its trace. */
export function EcgPage({ id, place }: { readonly id: number; readonly place: HeartPlace }) {
  const first = place.part * samplesPerAnswer;
  const { data, error, refetch } = useCall('history.ecg', { id, first });
  const zone = useHomeZone();
  const back = (
    <Button look="quiet" onPress={() => goToHeart({ ...place, item: undefined, part: 0 })}>
      <ArrowLeft size={16} aria-hidden />
      {t('All ECGs')}
    </Button>
  );
  if (error !== null)
    return (
      <div className={styles['detail']}>
        <div className={`${spread['wrapping']} ${styles['head']}`}>{back}</div>
        <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />
      </div>
    );
  if (data === undefined)
    return (
      <div className={styles['detail']}>
        <div className={`${spread['wrapping']} ${styles['head']}`}>{back}</div>
        <Skeleton label={t('Loading the ECG')} rows={3} height={180} />
      </div>
    );
  const when = zonedText(data.recordedAt, 'exact', zone);
  return (
    <ScrollBox label={t('ECG of {when}', { when })} className={styles['detail']}>
      <div className={`${spread['wrapping']} ${styles['head']}`}>
        {back}
        <h2>{when}</h2>
        <Button onPress={() => window.print()}>
          <Printer size={16} aria-hidden />
          {t('Print…')}
        </Button>
      </div>
      {data.removed !== null && (
        <Notice tone="info" title={t('No longer in the Health app')}>
          {t('It’s kept here. You can undo this on the Import page, at the import that noticed it.')}
        </Notice>
      )}
      <EcgFigures ecg={data} />
      <Trace ecg={data} place={place} title={t('ECG, {when}', { when })} />
      {data.sampleRate !== null && (
        <PrintSheet>
          <div className={styles['printed']}>
            <h2>{t('ECG, {when}', { when })}</h2>
            <p>
              {[classificationText(data), rateText(data), data.symptoms ?? '', scaleText(data)]
                .filter((part) => part !== '')
                .join(' · ')}
            </p>
            <EcgStrips ecg={data} sampleRate={data.sampleRate} zoom={1} />
            <p>{t('Drawn by Health Relay from the samples in the export. To scale when printed at 100%.')}</p>
          </div>
        </PrintSheet>
      )}
    </ScrollBox>
  );
}

function EcgFigures({ ecg }: { readonly ecg: EcgDetail }) {
  const rate = rateText(ecg);
  return (
    <>
      <BigFigures
        figures={[
          { figure: classificationText(ecg), unit: '', name: t('Apple’s classification, as in the file') },
          ...(rate === '' ? [] : [{ figure: rate, unit: '', name: t('Average heart rate') }]),
          ...(ecg.seconds === null
            ? []
            : [{ figure: lengthText(ecg), unit: '', name: t('Length', {}, 'duration') }]),
        ]}
      />
      <div className={styles['facts']}>
        <Facts
          facts={[
            [t('Symptoms'), ecg.symptoms],
            [t('Lead', {}, 'ECG'), ecg.lead],
            [t('Sample rate'), ecg.sampleRate === null ? '' : `${figureText(ecg.sampleRate)} Hz`],
            [t('Samples'), figureText(ecg.sampleCount)],
            [
              t('Unreadable'),
              ecg.missing === 0
                ? ''
                : t('{count, plural, one {# sample} other {# samples}}', { count: ecg.missing }),
            ],
            [t('Device'), ecg.device],
            [t('ECG version'), ecg.softwareVersion],
            [t('File'), ecg.file],
            [t('Imported from'), ecg.importedFrom],
          ]}
        />
      </div>
      <p className={styles['soft']}>{rateNote(ecg)}</p>
    </>
  );
}

interface TraceProps {
  readonly ecg: EcgDetail;
  readonly place: HeartPlace;
  /** Names an exported file. */
  readonly title: string;
}

function Trace({ ecg, place, title }: TraceProps) {
  const { sampleRate, sampleCount } = ecg;
  const part = Math.floor(ecg.first / samplesPerAnswer);
  if (sampleRate === null)
    return (
      <p className={styles['soft']}>
        {t('The file gives no sample rate, so its samples have no time and aren’t drawn.')}
      </p>
    );
  const parts = Math.ceil(sampleCount / samplesPerAnswer);
  const turn = (to: number) => showHeart({ ...place, part: to });
  return (
    <>
      <div className={styles['acts']}>
        <Choice
          label={t('Size')}
          value={place.zoom}
          options={zoomWords}
          onChange={(zoom) => showHeart({ ...place, zoom })}
        />
        <ExportTableButton isMain title={title} table={() => ecgTable(title, ecg, sampleRate)} />
        {parts > 1 && (
          <>
            <Button isDisabled={part === 0} onPress={() => turn(part - 1)}>
              {t('Earlier')}
            </Button>
            <span className={styles['soft']}>{t('Part {part} of {parts}', { part: part + 1, parts })}</span>
            <Button isDisabled={part >= parts - 1} onPress={() => turn(part + 1)}>
              {t('Later')}
            </Button>
          </>
        )}
      </div>
      <ScrollBox label={t('Trace')} className={styles['strips']}>
        <EcgStrips
          ecg={ecg}
          sampleRate={sampleRate}
          zoom={place.zoom === 'fit' ? null : Number(place.zoom)}
        />
      </ScrollBox>
      <p className={styles['soft']}>
        {t(
          '{scale}. Fine lines are 1 mm apart, strong ones 5 mm: 0.2 s and 0.5 mV. Printed at 100%, it’s to scale; on a screen, the scale depends on its density. Health Relay draws the samples from the export and doesn’t interpret them.',
          { scale: scaleText(ecg) },
        )}
        {stripHeight(ecg.lowest, ecg.highest).isCut && ` ${t('Values beyond 5 mV run off the strip.')}`}
      </p>
      <Disclosure title={t('Each second as figures')}>
        <table className={`${panel['table']} ${styles['table']}`}>
          <thead>
            <tr>
              <th scope="col">{t('Second', {}, 'unit of time')}</th>
              <th scope="col">{t('Lowest, mV')}</th>
              <th scope="col">{t('Highest, mV')}</th>
            </tr>
          </thead>
          <tbody>
            {secondsOf(ecg, sampleRate)
              .slice(0, maxSeconds)
              .map(({ second, lowest, highest }) => (
                <tr key={second}>
                  <th scope="row">{second}</th>
                  <td>{lowest === null ? '—' : figureText(lowest)}</td>
                  <td>{highest === null ? '—' : figureText(highest)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Disclosure>
    </>
  );
}

/** A part of an ECG of a usual rate is a minute; one of one sample a second is hours. */
const maxSeconds = 300;

/**
 * The content that the system prints instead of the window while this is shown: landscape, in the light colors, at its true size. It is next to the
 * page, so no column or scroll box of the page cuts it off. It is hidden on the screen and from screen readers.
 */
function PrintSheet({ children }: { readonly children: ReactNode }) {
  return createPortal(
    <div className={sheet['sheet']} data-print-sheet>
      {children}
    </div>,
    document.body,
  );
}
