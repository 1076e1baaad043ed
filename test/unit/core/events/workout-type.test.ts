import { describe, expect, it } from 'vitest';
import { ownSampleId } from '../../../../src/core/events/derived-event.ts';
import { workoutType } from '../../../../src/core/events/workout-events.ts';

/** trendy/README §3.6 as it stands there. */
const table = `americanFootball American Football · archery Archery · australianFootball Australian Football · badminton Badminton · baseball Baseball · basketball Basketball · bowling Bowling · boxing Boxing · climbing Climbing · cricket Cricket · crossTraining Cross Training · curling Curling · cycling Cycling · dance Dance · elliptical Elliptical · equestrianSports Equestrian Sports · fencing Fencing · fishing Fishing · functionalStrengthTraining Functional Strength Training · golf Golf · gymnastics Gymnastics · handball Handball · hiking Hiking · hockey Hockey · hunting Hunting · lacrosse Lacrosse · martialArts Martial Arts · mindAndBody Mind and Body · paddleSports Paddle Sports · play Play · preparationAndRecovery Preparation and Recovery · racquetball Racquetball · rowing Rowing · rugby Rugby · running Running · sailing Sailing · skatingSports Skating Sports · snowSports Snow Sports · soccer Soccer · softball Softball · squash Squash · stairClimbing Stair Climbing · surfingSports Surfing Sports · swimming Swimming · tableTennis Table Tennis · tennis Tennis · trackAndField Track and Field · traditionalStrengthTraining Traditional Strength Training · volleyball Volleyball · walking Walking · waterFitness Water Fitness · waterPolo Water Polo · waterSports Water Sports · wrestling Wrestling · yoga Yoga · barre Barre · coreTraining Core Training · crossCountrySkiing Cross Country Skiing · downhillSkiing Downhill Skiing · flexibility Flexibility · highIntensityIntervalTraining HIIT · jumpRope Jump Rope · kickboxing Kickboxing · pilates Pilates · snowboarding Snowboarding · stairs Stairs · stepTraining Step Training · wheelchairWalkPace Wheelchair Walk Pace · wheelchairRunPace Wheelchair Run Pace · taiChi Tai Chi · mixedCardio Mixed Cardio · handCycling Hand Cycling · discSports Disc Sports · fitnessGaming Fitness Gaming · cardioDance Cardio Dance · socialDance Social Dance · pickleball Pickleball · cooldown Cooldown · swimBikeRun Triathlon · transition Transition · underwaterDiving Underwater Diving`;

describe('Workout Type', () => {
  it.each(table.split(' · ').map((line) => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]))(
    '%s is %s',
    (name, text) => {
      expect(workoutType(`HKWorkoutActivityType${name.charAt(0).toUpperCase()}${name.slice(1)}`)).toBe(text);
    },
  );

  it.each([
    'HKWorkoutActivityTypeOther',
    'HKWorkoutActivityTypeDanceInspiredTraining',
    'HKWorkoutActivityType',
    '',
  ])('%s is Other', (activity) => {
    expect(workoutType(activity)).toBe('Other');
  });
});

describe('own sample ids', () => {
  it('differ by category, start, end and activity, and have no character that breaks a query', () => {
    const ids = [
      ownSampleId('workout', 1, 2, 'Running'),
      ownSampleId('workout', 1, 2, 'Yoga'),
      ownSampleId('workout', 1, 3, 'Running'),
      ownSampleId('workout', 2, 2, 'Running'),
      ownSampleId('water', 1, 2, 'Running'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^hkx-[A-Za-z0-9-]+$/);
    // Never changes: servers remember it.
    expect(ownSampleId('water', 1_736_928_000, 1_736_928_000, '')).toBe(
      'hkx-water-9e47b39977628ae1f66100ff832a26fb',
    );
  });
});
