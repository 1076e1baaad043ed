import { parseArgs } from 'node:util';

/** `--json`, and options that take a value, each with its default. */
export function benchOptions<Name extends string>(
  args: string[],
  defaults: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> & { readonly json: boolean } {
  const names = Object.keys(defaults) as Name[];
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean' },
      ...Object.fromEntries(
        names.map((name) => [name, { type: 'string', default: defaults[name] }] as const),
      ),
    },
  });
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const texts = names.map((name) => [name, String(given[name])] as const);
  return { ...(Object.fromEntries(texts) as Record<Name, string>), json: given['json'] === true };
}
