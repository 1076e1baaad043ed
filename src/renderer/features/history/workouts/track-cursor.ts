import { useSyncExternalStore } from 'react';
import { distanceText, figureText, heightText, inOne } from '../../../../shared/domain/quantity-text.ts';
import type { LengthUnit, WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { bpm, clockText, type SpeedForm, speedText, speedValue } from './workout-words.ts';

/**
 * The place along the workout that is pointed at, as an index into the lists of its track. Map, charts and slider share it; apart from
 * React's state, so that a moved mouse redraws nothing but the marks.
 */
export class TrackCursor {
  #index: number | null = null;
  readonly #listeners = new Set<() => void>();

  get = (): number | null => this.#index;

  set = (index: number | null): void => {
    if (index === this.#index) return;
    this.#index = index;
    for (const listener of this.#listeners) listener();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export function useTrackIndex(cursor: TrackCursor): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.get);
}

/** The record of a place in words: `2.31 km · 12:04 · 5:10 /km · 38 m · 152 bpm`. */
export function placeWords(track: WorkoutTrack, index: number, unit: LengthUnit, form: SpeedForm): string {
  const [distance, elevation] = [track.distance[index] ?? null, track.elevation[index] ?? null];
  const speed = speedValue(track.speed[index] ?? null, form);
  const heartRate = track.heartRate[index] ?? null;
  return [
    ...(distance === null ? [] : [inOne(distanceText(distance, { distance: unit }))]),
    clockText((track.at[index] ?? 0) - (track.at[0] ?? 0)),
    ...(speed === null ? [] : [inOne(speedText(speed, form))]),
    ...(elevation === null ? [] : [inOne(heightText(elevation, { distance: unit }))]),
    ...(heartRate === null ? [] : [`${figureText(Math.round(heartRate))} ${bpm}`]),
  ].join(' · ');
}
