import { remembered } from '../../shared/lookup.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { deviceObject, type Texts } from './plain-parts.ts';

export interface SourceName {
  readonly name: string;
  readonly folded: string;
}

export interface Origin {
  readonly unit: string;
  readonly sourceVersion: string;
  readonly device: Texts | undefined;
}

/** Names behind dictionary ids, remembered: rows of a dictionary never change. */
export class Dictionaries {
  readonly #types = new Map<number, string>();
  readonly #sources = new Map<number, SourceName>();
  readonly #origins = new Map<number, Origin>();
  readonly #type: ReadStatement<[number], string>;
  readonly #source: ReadStatement<[number], SourceName>;
  readonly #origin: ReadStatement<[number], { unit: string; source_version: string; device: string }>;

  constructor(reader: Reader) {
    this.#type = reader.prepare<[number], string>('SELECT name FROM record_type WHERE id = ?').pluck();
    this.#source = reader.prepare('SELECT name, folded FROM source WHERE id = ?');
    this.#origin = reader.prepare('SELECT unit, source_version, device FROM origin WHERE id = ?');
  }

  type(id: number): string {
    return remembered(this.#types, id, () => this.#type.get(id) ?? '');
  }

  source(id: number): SourceName {
    return remembered(this.#sources, id, () => this.#source.get(id) ?? { name: '', folded: '' });
  }

  origin(id: number): Origin {
    return remembered(this.#origins, id, () => {
      const row = this.#origin.get(id);
      return {
        unit: row?.unit ?? '',
        sourceVersion: row?.source_version ?? '',
        device: deviceObject(row?.device ?? ''),
      };
    });
  }
}
