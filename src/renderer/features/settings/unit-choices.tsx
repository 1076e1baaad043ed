import {
  type ChosenUnits,
  regionalUnits,
  type UnitKind,
  unitChoices,
  unitKinds,
} from '../../../shared/domain/display-units.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';

const kindNames: Readonly<Record<UnitKind, string>> = {
  distance: 'Distance and speed',
  mass: 'Body weight',
  height: 'Height and lengths',
  temperature: 'Temperature',
  volume: 'Water',
  energy: 'Energy',
  glucose: 'Blood glucose',
};

const unitNames = {
  km: 'Kilometers',
  mi: 'Miles',
  kg: 'Kilograms',
  lb: 'Pounds',
  st: 'Stone',
  cm: 'Centimeters',
  ft: 'Feet and inches',
  degC: '°C',
  degF: '°F',
  mL: 'Milliliters',
  fl_oz_us: 'US fl oz',
  fl_oz_imp: 'Imperial fl oz',
  kcal: 'kcal',
  kJ: 'kJ',
  'mg/dL': 'mg/dL',
  'mmol/L': 'mmol/L',
  file: 'As in the file',
} as const;

type UnitName = keyof typeof unitNames;

/** The display unit of each kind of quantity; the default is regional. */
export function UnitChoices() {
  const units = useUnits();
  const chosen = useCall('settings.units', {});
  const set = useAct('settings.setUnits');
  const choose = (kind: UnitKind, unit: string): void =>
    set.mutate({ ...chosen.data, [kind]: unit } as ChosenUnits);
  const hasChosen = Object.values(chosen.data ?? {}).some((unit) => unit !== undefined);
  const regional = regionalUnits(navigator.language);
  return (
    <>
      <h3>Units</h3>
      <p className={styles['soft']}>
        Figures are shown in these units. Stored and sent data keeps its own units.
      </p>
      {unitKinds.map((kind) => (
        <Choice<UnitName>
          key={kind}
          label={kindNames[kind]}
          value={units[kind]}
          isDisabled={chosen.data === undefined || set.isPending}
          options={unitChoices[kind].map((unit) => [
            unit,
            unit === regional[kind] ? `${unitNames[unit]} (region)` : unitNames[unit],
          ])}
          onChange={(unit) => choose(kind, unit)}
        />
      ))}
      {hasChosen && (
        <Button onPress={() => set.mutate({})} isDisabled={set.isPending}>
          Use regional units
        </Button>
      )}
      {chosen.error !== null && <FailureNotice failure={failureOf(chosen.error)} />}
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}
