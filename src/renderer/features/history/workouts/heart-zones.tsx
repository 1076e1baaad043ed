import { useState } from 'react';
import { durationText } from '../../../../shared/domain/quantity-text.ts';
import { type WorkoutTrack, zoneLimitsSchema } from '../../../../shared/domain/workout-figures.ts';
import { sentences, t } from '../../../../shared/language.ts';
import { failureOf, useAct } from '../../../bridge/queries.ts';
import { Button } from '../../../components/button.tsx';
import { percentText } from '../../../components/formats.ts';
import { FailureNotice } from '../../../components/notice.tsx';
import side from '../../../components/side-panel.module.css';
import { Section } from '../../../components/side-panel.tsx';
import { TextField } from '../../../components/text-field.tsx';
import styles from './workout-tables.module.css';
import { bpm } from './workout-words.ts';

type Heart = NonNullable<WorkoutTrack['heart']>;

/** The time in each heart rate zone; the user can set the limits for all workouts. */
export function HeartZones({
  track,
  hasOwnZones,
}: {
  readonly track: WorkoutTrack;
  readonly hasOwnZones: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { heart } = track;
  if (heart === null) return null;
  const whole = heart.zones.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <Section title={hasOwnZones ? t('Heart rate zones by our limits') : t('Heart rate zones')}>
      <div className={styles['zones']}>
        <table className={side['table']}>
          <thead>
            <tr>
              <th scope="col">{t('Zone')}</th>
              <th scope="col">{bpm}</th>
              <th scope="col">{t('Time', {}, 'duration')}</th>
              <th scope="col">{t('Share', {}, 'noun')}</th>
              <th scope="col" aria-hidden />
            </tr>
          </thead>
          <tbody>
            {heart.zones.map(({ from, to, seconds }, index) => (
              <tr key={from ?? 0}>
                <th scope="row">{index + 1}</th>
                <td>
                  {from === null
                    ? t('below {limit}', { limit: String(to) })
                    : to === null
                      ? t('{limit} or more', { limit: String(from) })
                      : `${from}–${to - 1}`}
                </td>
                <td>{durationText(seconds)}</td>
                <td>{whole > 0 ? percentText(Math.round((seconds / whole) * 100)) : ''}</td>
                <td className={styles['zoneBar']} aria-hidden>
                  <span style={{ inlineSize: `${whole > 0 ? (seconds / whole) * 100 : 0}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={side['soft']}>
          {sentences(
            ruleWords(heart),
            t(
              '{count, plural, one {# measurement} other {# measurements}} from {source}, between {lowest} and {highest} bpm. Each counts until the next one, for at most a minute; pauses are left out.',
              {
                count: heart.count,
                source: heart.source,
                lowest: String(heart.lowest),
                highest: String(heart.highest),
              },
            ),
          )}
        </p>
        {isOpen ? (
          <Limits heart={heart} onDone={() => setIsOpen(false)} />
        ) : (
          <div>
            <Button onPress={() => setIsOpen(true)}>{t('Set limits…')}</Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function ruleWords({ rule }: Heart): string {
  if (rule.by === 'own') return t('Zones use the limits you set.');
  return rule.by === 'age'
    ? t('Zones begin at 60, 70, 80, and 90% of {highest} bpm, which is 220 minus the age of {age}.', {
        highest: String(rule.highest),
        age: String(rule.age),
      })
    : t(
        'Zones begin at 60, 70, 80, and 90% of {highest} bpm, for an assumed age of {age}: no export says when you were born.',
        { highest: String(rule.highest), age: String(rule.age) },
      );
}

function Limits({ heart, onDone }: { readonly heart: Heart; readonly onDone: () => void }) {
  const save = useAct('settings.setHeartZones');
  const [texts, setTexts] = useState<readonly string[]>(heart.limits.map(String));
  const limits = texts.map((text) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN));
  const isRising = limits.every((limit, index) => index === 0 || limit > (limits[index - 1] ?? 0));
  const isGood = isRising && zoneLimitsSchema.safeParse(limits).success;
  const send = (chosen: number[] | null) => save.mutate({ limits: chosen }, { onSuccess: onDone });
  return (
    <form
      className={styles['limits']}
      aria-label={t('Heart rate zone limits')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Of this form, not of the page.
        event.stopPropagation();
        onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) send([...limits]);
      }}
    >
      <div className={styles['fields']}>
        {texts.map((text, index) => (
          <TextField
            // biome-ignore lint/suspicious/noArrayIndexKey: a limit is told by its zone alone
            key={index}
            label={t('Zone {number} from', { number: String(index + 2) })}
            value={text}
            onChange={(changed) => setTexts(texts.map((old, place) => (place === index ? changed : old)))}
          />
        ))}
      </div>
      <p className={side['soft']} role={isGood ? undefined : 'alert'}>
        {isGood
          ? t('In bpm. These limits apply to every workout.')
          : t('Enter whole numbers from 30 to 250, each higher than the one before.')}
      </p>
      {save.error !== null && <FailureNotice failure={failureOf(save.error)} />}
      <div className={styles['acts']}>
        <Button look="primary" type="submit" isDisabled={!isGood || save.isPending}>
          {t('Use these limits')}
        </Button>
        {heart.rule.by === 'own' && (
          <Button onPress={() => send(null)} isDisabled={save.isPending}>
            {t('Use the default limits')}
          </Button>
        )}
        <Button look="quiet" onPress={onDone}>
          {t('Cancel')}
        </Button>
      </div>
    </form>
  );
}
