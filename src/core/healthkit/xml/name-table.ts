import type { NameTable } from './tag.ts';

/** An empty table. Ids count from 0 in the order of first use, so known names can get the first ones. */
export function createNameTable(): NameTable {
  const ids = new Map<string, number>();
  const names: string[] = [];
  return {
    id(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = names.length;
      ids.set(name, id);
      names.push(name);
      return id;
    },
    name(id) {
      const name = names[id];
      if (name === undefined) throw new RangeError('no such name id');
      return name;
    },
  };
}
