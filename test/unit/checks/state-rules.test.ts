// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the sources of other files
import { expect, test } from 'vitest';
import { stateWrites } from '../../checks/state-rules.ts';

const found = (text: string, path = 'src/core/outbox/x.ts') => stateWrites([{ path, text }]);

test.each([
  'writer.exec("UPDATE chunk SET state = \'queued\'");',
  "writer.prepare('UPDATE mutation SET state = ? WHERE id = ?');",
  'writer.prepare(`UPDATE mutation SET batch = NULL, attempts = max(1, attempts),\n  "state" = ? WHERE id = ?`);',
  'writer.prepare(`update or ignore main.chunk AS c set code = NULL,state=? where id = ?`);',
  "writer.prepare('UPDATE chunk SET code = NULL, ' + \"state = 'failed'\" + ' WHERE id = ?');",
  "writer.prepare(`UPDATE chunk SET next_at_ms = iif(state = 'waiting', 1, 2), state = iif(code IS NULL, 'queued', state)`);",
  "writer.prepare(`UPDATE chunk SET (code, state) = (NULL, 'queued')`);",
  "writer.prepare(`UPDATE ${table} SET state = 'queued' WHERE id = ?`);",
  "writer.prepare(`UPDATE mutation SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`);",
  'writer.prepare(`UPDATE chunk SET code = NULL, ${rest} WHERE id = ?`);',
  "writer.prepare(`${isAll ? `UPDATE chunk SET state = 'queued'` : ''}`);",
  "writer.exec(`DELETE FROM batch; UPDATE mutation SET state = 'queued'`);",
  "writer.prepare('INSERT INTO mutation (destination, event, state) VALUES (?, ?, ?)');",
  'writer.prepare(`INSERT OR IGNORE INTO chunk\n  SELECT * FROM other`);',
  "writer.prepare('REPLACE INTO chunk VALUES (?)');",
  'writer.prepare(`INSERT INTO ${table} (id, state) VALUES (?, ?)`);',
])('a write past the state machine is refused: %s', (text) => {
  expect(found(text)).toHaveLength(1);
});

test.each([
  'writer.prepare("UPDATE destination SET state = json_set(state, \'$.goesBy\', ?) WHERE id = ?");',
  "writer.prepare('UPDATE import_run SET state = ?');",
  "writer.prepare(`UPDATE ${table} SET next_at_ms = iif(state = 'waiting', NULL, ?) WHERE state = 'waiting'`);",
  'writer.prepare("UPDATE mutation SET attempts = 1 WHERE id = ? AND state = \'waiting\'");',
  "writer.prepare('UPDATE chunk SET spool = NULL, may_be_repeated = (SELECT state = 1 FROM destination)');",
  "writer.prepare(\"UPDATE destination SET state = '{}' FROM (SELECT destination FROM chunk WHERE state = 'queued')\");",
  'writer.prepare("DELETE FROM chunk WHERE id = ? AND state = \'sending\'");',
  'writer.prepare(`INSERT INTO ${table} VALUES (?, ?)`);',
  'writer.prepare(`INSERT INTO mutation_note (state) VALUES (?)`);',
  "// UPDATE chunk SET state = 'queued'\nconst x = 1;",
])('anything else is no business here: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('the state machine itself and the migrations may; a fault is told with its line', () => {
  const text = '/* a\nb */\nconst a = `x`;\nwriter.exec("UPDATE chunk SET state = \'queued\'");';
  expect(found(text, 'src/core/outbox/states.ts')).toEqual([]);
  expect(found(text, 'src/core/db/migrations/0099-x.ts')).toEqual([]);
  expect(found(text, 'src/core/targets/x.ts')).toMatchObject([{ path: 'src/core/targets/x.ts', line: 4 }]);
});
