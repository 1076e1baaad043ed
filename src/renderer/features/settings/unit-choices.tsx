import {
  type ChosenUnits,
  regionalUnits,
  type UnitKind,
  unitChoices,
  unitKinds,
} from '../../../shared/domain/display-units.ts';
import { unitWord } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { localeNow } from '../../components/locale.ts';
import { FailureNotice } from '../../components/notice.tsx';

const kindNames: Readonly<Record<UnitKind, string>> = {
  distance: t('Distance and speed'),
  mass: t('Body weight'),
  height: t('Height and lengths'),
  temperature: t('Temperature'),
  volume: t('Water'),
  energy: t('Energy'),
  glucose: t('Blood glucose'),
};

const unitNames = {
  km: t('Kilometers'),
  mi: t('Miles'),
  kg: t('Kilograms'),
  lb: t('Pounds', {}, 'unit'),
  st: t('Stone', {}, 'unit'),
  cm: t('Centimeters'),
  ft: t('Feet and inches'),
  degC: '°C',
  degF: '°F',
  mL: t('Milliliters'),
  fl_oz_us: t('US fl oz'),
  fl_oz_imp: t('Imperial fl oz'),
  kcal: unitWord('kcal'),
  kJ: unitWord('kJ'),
  'mg/dL': 'mg/dL',
  'mmol/L': 'mmol/L',
  file: t('As in the file'),
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
  const regional = regionalUnits(localeNow);
  return (
    <>
      <h3>{t('Units')}</h3>
      <p className={styles['soft']}>
        {t('Figures are shown in these units. Stored and sent data keeps its own units.')}
      </p>
      {unitKinds.map((kind) => (
        <Choice<UnitName>
          key={kind}
          label={kindNames[kind]}
          value={units[kind]}
          isDisabled={chosen.data === undefined || set.isPending}
          options={unitChoices[kind].map((unit) => [
            unit,
            unit === regional[kind] ? t('{unit} (region)', { unit: unitNames[unit] }) : unitNames[unit],
          ])}
          onChange={(unit) => choose(kind, unit)}
        />
      ))}
      {hasChosen && (
        <Button onPress={() => set.mutate({})} isDisabled={set.isPending}>
          {t('Use regional units')}
        </Button>
      )}
      {chosen.error !== null && <FailureNotice failure={failureOf(chosen.error)} />}
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
    </>
  );
}
