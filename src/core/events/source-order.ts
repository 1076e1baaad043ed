import { z } from 'zod';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { SourceDevices } from './event-samples.ts';
import { type EventSource, readSources } from './source-kinds.ts';
import { inPriority } from './source-priority.ts';

/** By source, the place of the device behind each origin that a Watch or an iPhone wrote (`EventSource.places`). */
export const devicePlacesSchema = z.array(z.tuple([z.number(), z.array(z.tuple([z.number(), z.number()]))]));
export type DevicePlaces = z.infer<typeof devicePlacesSchema>;

const haveSeveral = (places: DevicePlaces[number][1]): boolean => places.some(([, place]) => place > 0);

/** Of the sources that several devices wrote: at one instant, the first of them counts. The records of others add up. */
export function devicesOf(places: DevicePlaces): SourceDevices {
  return new Map(places.filter(([, own]) => haveSeveral(own)).map(([source, own]) => [source, new Map(own)]));
}

/** Whether the devices of a known source come in another order now: origins that were added change no figure of before. */
export function areOtherDevices(order: readonly number[], before: DevicePlaces, now: DevicePlaces): boolean {
  const [old, present] = [new Map(before), new Map(now)];
  return order.some((source) => {
    const [was, is] = [old.get(source), present.get(source)];
    if (was === undefined || is === undefined) return haveSeveral(was ?? is ?? []);
    const places = new Map(is);
    const known = was
      .flatMap(([origin, then]): [number, number][] => {
        const place = places.get(origin);
        return place === undefined ? [] : [[then, place]];
      })
      .sort(([a], [b]) => a - b);
    // A file may name thousands of devices, so each is compared with its neighbor alone.
    return known.some(([then, place], index) => {
      const [formerThen, formerPlace] = known[index - 1] ?? [-Infinity, -Infinity];
      return Math.sign(then - formerThen) !== Math.sign(place - formerPlace);
    });
  });
}

/**
 * The order of the sources, read again when anything that it depends on has changed: migration 7 raises source_version with every
 * change of source_origin, which determines kinds, hardware and first instants.
 */
export class SourceOrder {
  readonly #reader: Reader;
  readonly #chosen: () => readonly number[];
  readonly #version: ReadStatement<[], string>;
  #seen = '';
  #sources: readonly EventSource[] = [];
  #places: DevicePlaces = [];
  #devices: SourceDevices = new Map();

  constructor(reader: Reader, chosen: () => readonly number[]) {
    this.#reader = reader;
    this.#chosen = chosen;
    this.#version = reader
      .prepare<[], string>(
        `SELECT (SELECT version FROM source_version) || ' ' || (SELECT count(*) || ' ' || coalesce(max(id), 0) FROM source)`,
      )
      .pluck();
  }

  /** Ids, highest priority first. */
  now(): number[] {
    return this.under(this.#chosen());
  }

  /** The order that another choice of the user would give. */
  under(chosen: readonly number[]): number[] {
    this.#refresh();
    return inPriority(this.#sources, chosen).map(({ id }) => id);
  }

  /** For each source that several devices wrote: the place of the device behind each origin. */
  devices(): SourceDevices {
    this.#refresh();
    return this.#devices;
  }

  /** The places of all devices, as `areOtherDevices` compares them. */
  places(): DevicePlaces {
    this.#refresh();
    return this.#places;
  }

  #refresh(): void {
    const version = this.#version.get() ?? '';
    if (version === this.#seen) return;
    this.#sources = readSources(this.#reader);
    this.#places = this.#sources.flatMap(
      ({ id, places }): DevicePlaces => (places.size === 0 ? [] : [[id, [...places]]]),
    );
    this.#devices = devicesOf(this.#places);
    this.#seen = version;
  }
}
