import type { Units } from '../../shared/domain/display-units.ts';
import {
  durationText,
  energyText,
  figureText,
  inOne,
  type QuantityText,
  unitText,
} from '../../shared/domain/quantity-text.ts';
import type { Ring, RingDay, RingName } from '../../shared/domain/rings.ts';
import { t } from '../../shared/language.ts';

export const ringLabels: Readonly<Record<RingName, string>> = {
  move: t('Move', {}, 'ring'),
  exercise: t('Exercise', {}, 'ring'),
  stand: t('Stand', {}, 'ring'),
};

/** `412` and `kcal`, `34` and `min`; energy in the user's unit. Move is a time for users who chose one, and an hour or more includes its units in the figure. */
export function ringQuantity(
  name: RingName,
  moveBy: RingDay['moveBy'],
  value: number,
  units?: Units,
): QuantityText {
  const tenths = figureText(Math.round(value * 10) / 10);
  if (name === 'stand') return { figure: tenths, unit: unitText('', 'hr') };
  if (name === 'move' && moveBy === 'energy') return energyText(value, units);
  return value >= 60
    ? { figure: durationText(Math.round(value) * 60), unit: '' }
    : { figure: tenths, unit: unitText('', 'min') };
}

/** `412 kcal`, `34 min`, `11 h`. */
export function ringFigure(name: RingName, moveBy: RingDay['moveBy'], value: number, units?: Units): string {
  return inOne(ringQuantity(name, moveBy, value, units));
}

/** `412 of 500 kcal`, or only the figure if there is no goal. */
export function ringText(
  name: RingName,
  moveBy: RingDay['moveBy'],
  { value, goal }: Ring,
  units?: Units,
): string {
  if (value === null) return t('no figure');
  const said = ringQuantity(name, moveBy, value, units);
  if (goal === null) return inOne(said);
  const target = ringQuantity(name, moveBy, goal, units);
  return t('{value} of {goal}', {
    value: said.unit === target.unit ? said.figure : inOne(said),
    goal: inOne(target),
  });
}

/** A day's three rings in one line, for screen readers. */
export function dayRingsText(day: Pick<RingDay, RingName | 'moveBy'>, units?: Units): string {
  const said = (name: RingName) => ringText(name, day.moveBy, day[name], units);
  return t('Move {move}, Exercise {exercise}, Stand {stand}', {
    move: said('move'),
    exercise: said('exercise'),
    stand: said('stand'),
  });
}

/** Apple states minutes and hours as whole numbers, and energy to a thousandth. */
const rounding: Readonly<Record<RingName, number>> = { move: 0.5, exercise: 1, stand: 0 };

export type Difference = 'none' | 'equal' | 'more' | 'fewer';

/** Compares our figure with Apple's. A minute of exercise is Apple's rounding: a record across midnight is divided by time. */
export function differenceOf(
  name: RingName,
  moveBy: RingDay['moveBy'],
  apple: number | null,
  own: number | null,
): Difference {
  if (apple === null || own === null) return 'none';
  const slack = name === 'move' && moveBy === 'time' ? rounding.exercise : rounding[name];
  if (Math.abs(own - apple) <= slack) return 'equal';
  return own > apple ? 'more' : 'fewer';
}
