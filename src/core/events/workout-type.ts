import { workoutName } from '../../shared/domain/workout-name.ts';

/** The activities that the phone names (trendy/README §3.6), by the words behind HKWorkoutActivityType. */
const named = new Set(
  `AmericanFootball Archery AustralianFootball Badminton Baseball Basketball Bowling Boxing Climbing Cricket CrossTraining
  Curling Cycling Dance Elliptical EquestrianSports Fencing Fishing FunctionalStrengthTraining Golf Gymnastics Handball
  Hiking Hockey Hunting Lacrosse MartialArts MindAndBody PaddleSports Play PreparationAndRecovery Racquetball Rowing Rugby
  Running Sailing SkatingSports SnowSports Soccer Softball Squash StairClimbing SurfingSports Swimming TableTennis Tennis
  TrackAndField TraditionalStrengthTraining Volleyball Walking WaterFitness WaterPolo WaterSports Wrestling Yoga Barre
  CoreTraining CrossCountrySkiing DownhillSkiing Flexibility HighIntensityIntervalTraining JumpRope Kickboxing Pilates
  Snowboarding Stairs StepTraining WheelchairWalkPace WheelchairRunPace TaiChi MixedCardio HandCycling DiscSports
  FitnessGaming CardioDance SocialDance Pickleball Cooldown SwimBikeRun Transition UnderwaterDiving`.split(
    /\s+/,
  ),
);

/** `Workout Type` as the phone writes it: `HKWorkoutActivityTypeSwimBikeRun` → `Triathlon`; all others are `Other`. */
export function workoutType(activity: string): string {
  const bare = activity.replace(/^HKWorkoutActivityType/, '');
  return named.has(bare) ? workoutName(bare) : 'Other';
}
