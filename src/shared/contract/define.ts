import type { z } from 'zod';

/** A request that the page may make to the host. `input` is parsed strictly before the handler sees it. */
export interface Call<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'call';
  readonly name: string;
  readonly input: I;
  readonly output: O;
}

/** A message that the host may send to the page without a request. */
export interface Push<P extends z.ZodType> {
  readonly kind: 'push';
  readonly name: string;
  readonly payload: P;
}

export function defineCall<const N extends string, I extends z.ZodType, O extends z.ZodType>(definition: {
  name: N;
  input: I;
  output: O;
}): Call<I, O> & { readonly name: N } {
  return { kind: 'call', ...definition };
}

export function definePush<const N extends string, P extends z.ZodType>(definition: {
  name: N;
  payload: P;
}): Push<P> & { readonly name: N } {
  return { kind: 'push', ...definition };
}

/** Keys a list of definitions by name and refuses duplicate names, at compile time and at run time. */
export function byName<const T extends readonly { readonly name: string }[]>(
  definitions: T,
): { readonly [D in T[number] as D['name']]: D } {
  const table: Record<string, T[number]> = {};
  for (const definition of definitions) {
    if (definition.name in table) throw new Error(`defined twice: ${definition.name}`);
    table[definition.name] = definition;
  }
  return table as { readonly [D in T[number] as D['name']]: D };
}
