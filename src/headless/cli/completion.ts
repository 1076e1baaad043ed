import { z } from 'zod';
import { commands, options, type Shell } from './arguments.ts';
import { configKeys, configShape, settableKeys } from './read-config.ts';

/** What one position accepts: these words, file names, or something that only the user knows. */
interface Place {
  readonly words: readonly string[];
  readonly isFile: boolean;
}

interface CommandShape {
  readonly name: string;
  /** The arguments without a leading dash. */
  readonly place: Place;
  readonly options: readonly OptionShape[];
  /** What follows one or two certain arguments. */
  readonly followers: readonly Follower[];
}

interface Follower {
  /** `set`, or `set foundry.format`. */
  readonly after: string;
  readonly words: readonly string[];
}

interface OptionShape {
  /** `--target`. */
  readonly word: string;
  /** `-q`; null: none. */
  readonly short: string | null;
  /** The value that follows; null: none. */
  readonly value: Place | null;
}

const commandName = 'health-relay';
/** Values that are files or folders; any other text without fixed words is up to the user. */
const fileOptions: ReadonlySet<string> = new Set(['profile', 'schedule']);
const fileCommands: ReadonlySet<string> = new Set(['import', 'watch', 'backup', 'restore']);

/** The script that completes every command's words in a shell, generated from the table that parses them (arguments.ts). */
export function completionFor(shell: Shell): string {
  const shapes = commandShapes();
  switch (shell) {
    case 'bash':
      return bashScript(shapes);
    case 'zsh':
      return zshScript(shapes);
    case 'fish':
      return fishScript(shapes);
  }
}

/** Every command with its arguments, read from its schema. */
export function commandShapes(): CommandShape[] {
  return Object.entries(commands).map(([name, schema]) => {
    const { paths, ...flags } = schema.shape;
    const taken = Object.entries(flags).map(([flag, field]) => optionShape(flag, field));
    return {
      name,
      place: { words: wordsOf(paths), isFile: fileCommands.has(name) },
      options: [...taken, optionShape('help', z.boolean())],
      followers: name === 'config' ? configFollowers() : [],
    };
  });
}

/** The keys, and the values of a key that lists any. */
function configFollowers(): Follower[] {
  const named = (keys: typeof configKeys) => keys.map(({ name }) => name);
  return [
    { after: 'get', words: named(configKeys) },
    { after: 'set', words: named(settableKeys) },
    ...settableKeys.map((key) => ({ after: `set ${key.name}`, words: wordsOf(configShape(key)) })),
  ];
}

function optionShape(flag: string, field: z.core.$ZodType): OptionShape {
  const known: { readonly type: string; readonly short?: string } = options[flag as keyof typeof options];
  const isText = known.type === 'string';
  return {
    word: `--${flag}`,
    short: known.short === undefined ? null : `-${known.short}`,
    value: isText ? { words: wordsOf(field), isFile: fileOptions.has(flag) } : null,
  };
}

/** The words that a schema accepts, if it lists any. */
function wordsOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodBoolean) return ['true', 'false'];
  if (schema instanceof z.ZodArray) return wordsOf(schema.element);
  if (schema instanceof z.ZodTuple) return schema.def.items.flatMap((item) => wordsOf(item));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return wordsOf(schema.unwrap());
  const named = schema instanceof z.ZodType ? schema.meta()?.['words'] : undefined;
  return Array.isArray(named) ? named.map(String) : [];
}

/**
 * The cases of a command in bash and zsh: patterns of its name and the last two words, each with what may follow. Options that take a
 * value come first, then certain arguments, then everything else.
 */
function casesOf({ name, place, options: taken, followers }: CommandShape) {
  const flags = taken.flatMap(({ word, short }) => (short === null ? [word] : [word, short]));
  const valued = taken.flatMap(({ word, value }) => (value === null ? [] : [{ word, value }]));
  return [
    ...valued.map(({ word, value }) => ({ pattern: `'${name} '*' ${word}'`, place: value })),
    ...followers.map(({ after, words }) => ({
      pattern: after.includes(' ') ? `'${name} ${after}'` : `'${name} '*' ${after}'`,
      place: { words, isFile: false },
    })),
    { pattern: `'${name} '*`, place: { ...place, words: [...place.words, ...flags] } },
  ];
}

function bashScript(shapes: readonly CommandShape[]): string {
  const say = ({ words, isFile }: Place) => `words='${words.join(' ')}' files=${isFile ? 1 : 0}`;
  const cases = shapes.flatMap(casesOf).map(({ pattern, place }) => `    ${pattern}) ${say(place)} ;;`);
  return `# Completes the words of ${commandName} in bash.
_health_relay() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" words='' files=0 IFS=$' \\t\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${shapes.map(({ name }) => name).join(' ')} help'
  else
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-2]} $prev" in
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ "$files" -eq 1 ] && [ "\${cur#-}" = "$cur" ]; then
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
  return 0
}
complete -F _health_relay ${commandName}
`;
}

function zshScript(shapes: readonly CommandShape[]): string {
  const say = ({ words, isFile }: Place) =>
    [...(words.length > 0 ? [`compadd -- ${words.join(' ')}`] : []), ...(isFile ? ['_files'] : [])].join(
      '; ',
    ) || ':';
  const cases = shapes.flatMap(casesOf).map(({ pattern, place }) => `    ${pattern}) ${say(place)} ;;`);
  return `#compdef ${commandName}
# Completes the words of ${commandName} in zsh.
_health_relay() {
  if (( CURRENT == 2 )); then
    compadd -- ${shapes.map(({ name }) => name).join(' ')} help
    return
  fi
  case "\${words[2]} \${words[CURRENT-2]} \${words[CURRENT-1]}" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_${commandName}" ]; then
  _health_relay "$@"
else
  compdef _health_relay ${commandName}
fi
`;
}

function fishScript(shapes: readonly CommandShape[]): string {
  const lines = shapes.flatMap((shape) => {
    const when = `-n '__fish_seen_subcommand_from ${shape.name}'`;
    const { words, isFile } = shape.place;
    const isFirst =
      shape.followers.length > 0 ? `; and not __fish_seen_subcommand_from ${words.join(' ')}` : '';
    const whenFirst = `-n '__fish_seen_subcommand_from ${shape.name}${isFirst}'`;
    const following = shape.followers.filter((one) => one.words.length > 0);
    return [
      `complete -c ${commandName} -n __fish_use_subcommand -a ${shape.name}`,
      ...(words.length > 0 ? [`complete -c ${commandName} ${whenFirst} -a '${words.join(' ')}'`] : []),
      ...following.map(({ after, words: next }) => {
        const last = after.includes(' ') ? after : `${shape.name} ${after}`;
        const isLast = `test (string join " " (commandline -opc)[-2..-1]) = "${last}"`;
        return `complete -c ${commandName} -n '${isLast}' -a '${next.join(' ')}'`;
      }),
      ...(isFile ? [`complete -c ${commandName} ${when} -F`] : []),
      ...shape.options.map(({ word, short, value }) => {
        const named = `-l ${word.slice(2)}${short === null ? '' : ` -s ${short.slice(1)}`}`;
        const takes =
          value === null
            ? ''
            : ` -r${value.isFile ? ' -F' : ''}${value.words.length > 0 ? ` -a '${value.words.join(' ')}'` : ''}`;
        return `complete -c ${commandName} ${when} ${named}${takes}`;
      }),
    ];
  });
  return `# Completes the words of ${commandName} in fish.\ncomplete -c ${commandName} -f\n${lines.join('\n')}\n`;
}
