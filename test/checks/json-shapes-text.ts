import { z } from 'zod';
import { jsonLines } from '../../src/headless/cli/json-lines.ts';
import { errorCodes } from '../../src/shared/errors.ts';

/** Of what `z.toJSONSchema` makes, as much as the lines of the command line use. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
}

/** Markdown: the fields of each line that `--json` prints, from the schemas that its type comes from. */
export function jsonShapesText(): string {
  return Object.entries(jsonLines)
    .map(([name, schema]) => {
      const made: unknown = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
      const shape = textOf(made as JsonSchema, '');
      return `#### ${name}\n\n\`\`\`ts\n${shape}\n\`\`\``;
    })
    .join('\n\n');
}

function textOf(schema: JsonSchema, indent: string): string {
  const some = schema.anyOf ?? schema.oneOf;
  if (some) return some.map((one) => textOf(one, indent)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return wordsOf(schema.enum);
  const { type } = schema;
  if (Array.isArray(type))
    return type.map((one: string) => textOf({ ...schema, type: one }, indent)).join(' | ');
  switch (type) {
    case 'object':
      return objectText(schema, indent);
    case 'array': {
      const inner = textOf(schema.items ?? {}, indent);
      return inner.includes(' | ') ? `(${inner})[]` : `${inner}[]`;
    }
    case 'string':
      return schema.format === 'date-time' ? 'instant' : 'string';
    case 'integer':
      return 'number';
    case undefined:
      return 'unknown';
    default:
      return String(type);
  }
}

function objectText(schema: JsonSchema, indent: string): string {
  const { properties, required = [], additionalProperties, propertyNames } = schema;
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? textOf(additionalProperties, indent) : 'unknown';
    return `{ [${propertyNames?.enum ? wordsOf(propertyNames.enum) : 'string'}]: ${value} }`;
  }
  const lines = Object.entries(properties).map(
    ([name, field]) =>
      `${indent}  ${name}${required.includes(name) ? '' : '?'}: ${textOf(field, `${indent}  `)}`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The closed set of error codes has a place of its own. */
function wordsOf(words: readonly string[]): string {
  return words.length === errorCodes.length ? 'errorCode' : words.map((word) => `'${word}'`).join(' | ');
}
