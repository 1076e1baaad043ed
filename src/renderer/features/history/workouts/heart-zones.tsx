import { useState } from 'react';
import { durationText, figureText } from '../../../../shared/domain/quantity-text.ts';
import { type WorkoutTrack, zoneLimitsSchema } from '../../../../shared/domain/workout-figures.ts';
import { failureOf, useAct } from '../../../bridge/queries.ts';
import { Button } from '../../../components/button.tsx';
import { countOf } from '../../../components/formats.ts';
import { FailureNotice } from '../../../components/notice.tsx';
import side from '../../../components/side-panel.module.css';
import { Section } from '../../../components/side-panel.tsx';
import { TextField } from '../../../components/text-field.tsx';
import styles from './workout-tables.module.css';

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
    <Section title={hasOwnZones ? 'Heart rate zones by our limits' : 'Heart rate zones'}>
      <div className={styles['zones']}>
        <table className={side['table']}>
          <thead>
            <tr>
              <th scope="col">Zone</th>
              <th scope="col">bpm</th>
              <th scope="col">Time</th>
              <th scope="col">Share</th>
              <th scope="col" aria-hidden />
            </tr>
          </thead>
          <tbody>
            {heart.zones.map(({ from, to, seconds }, index) => (
              <tr key={from ?? 0}>
                <th scope="row">{index + 1}</th>
                <td>
                  {from === null ? `below ${to}` : to === null ? `${from} or more` : `${from}–${to - 1}`}
                </td>
                <td>{durationText(seconds)}</td>
                <td>{whole > 0 ? `${figureText(Math.round((seconds / whole) * 100))} %` : ''}</td>
                <td className={styles['zoneBar']} aria-hidden>
                  <span style={{ inlineSize: `${whole > 0 ? (seconds / whole) * 100 : 0}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={side['soft']}>
          {ruleWords(heart)} {countOf(heart.count, 'measurement')} from {heart.source}, between {heart.lowest}{' '}
          and {heart.highest} bpm. Each counts until the next one, for at most a minute; pauses are left out.
        </p>
        {isOpen ? (
          <Limits heart={heart} onDone={() => setIsOpen(false)} />
        ) : (
          <div>
            <Button onPress={() => setIsOpen(true)}>Set limits…</Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function ruleWords({ rule }: Heart): string {
  if (rule.by === 'own') return 'Zones use the limits you set.';
  const shares = '60, 70, 80, and 90 % of';
  return rule.by === 'age'
    ? `Zones begin at ${shares} ${rule.highest} bpm, which is 220 minus the age of ${rule.age}.`
    : `Zones begin at ${shares} ${rule.highest} bpm, for an assumed age of ${rule.age}: no export says when you were born.`;
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
      aria-label="Heart rate zone limits"
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
            label={`Zone ${index + 2} from`}
            value={text}
            onChange={(changed) => setTexts(texts.map((old, place) => (place === index ? changed : old)))}
          />
        ))}
      </div>
      <p className={side['soft']} role={isGood ? undefined : 'alert'}>
        {isGood
          ? 'In bpm. These limits apply to every workout.'
          : 'Enter whole numbers from 30 to 250, each higher than the one before.'}
      </p>
      {save.error !== null && <FailureNotice failure={failureOf(save.error)} />}
      <div className={styles['acts']}>
        <Button look="primary" type="submit" isDisabled={!isGood || save.isPending}>
          Use these limits
        </Button>
        {heart.rule.by === 'own' && (
          <Button onPress={() => send(null)} isDisabled={save.isPending}>
            Use the default limits
          </Button>
        )}
        <Button look="quiet" onPress={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
