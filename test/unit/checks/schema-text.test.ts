import { expect, test } from 'vitest';
import { type MigrationSource, schemaText, withSchema } from '../../checks/schema-text.ts';

const first: MigrationSource = {
  version: 1,
  slug: 'books',
  file: '0001-books.ts',
  sql: `
-- What stands on the shelf,
-- lent or not.
CREATE TABLE book (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL -- as printed
) STRICT;
CREATE INDEX book_title ON book (title);

CREATE TABLE shelf (id INTEGER PRIMARY KEY) STRICT;
`,
  source: '/**\n * Why there are\n * books.\n */\nexport const books = ``;\n',
};
const second: MigrationSource = {
  version: 2,
  slug: 'lent',
  file: '0002-lent.ts',
  sql: `ALTER TABLE book ADD COLUMN lent INTEGER;
DROP TABLE shelf;
CREATE TRIGGER book_gone AFTER DELETE ON book BEGIN SELECT 1; END;`,
  source: '/** Who has it. */\nexport const lent = ``;\n',
};

test('a table is told as the last migration left it, with its comments, indices and triggers', () => {
  const text = schemaText([first, second]);
  expect(text).toContain('Version 2, 1 tables.');
  expect(text).toContain('1. [`books`](migrations/0001-books.ts): Why there are books.');
  expect(text).toContain('2. [`lent`](migrations/0002-lent.ts): Who has it.');
  expect(text).toContain('### book\n\nWhat stands on the shelf, lent or not. Since migration 1.');
  expect(text).toContain('title TEXT NOT NULL');
  expect(text).toContain('-- as printed');
  expect(text).toContain('lent INTEGER');
  expect(text).toContain('CREATE INDEX book_title ON book (title);');
  expect(text).toContain('Triggers: `book_gone`.');
  expect(text).not.toContain('### shelf');
});

test('a migration without a reason is refused', () => {
  expect(() => schemaText([{ ...first, source: 'export const books = ``;' }])).toThrow('says why it is');
});

test('only the part between the marks is made anew, and a document without them is refused', () => {
  const document = `# Before\n\n<!-- schema: written by test/checks/schema.ts -->\nold\n<!-- end of the schema -->\n\nAfter\n`;
  const made = withSchema(document, 'new\n');
  expect(made).toMatch(/^# Before\n\n<!-- schema[^\n]*-->\n\nnew\n\n<!-- end of the schema -->\n\nAfter\n$/);
  expect(withSchema(made, 'new\n')).toBe(made);
  expect(() => withSchema('# Before\n', 'new\n')).toThrow('needs the marks');
  expect(() => withSchema(`${document}${document}`, 'new\n')).toThrow('once each');
});
