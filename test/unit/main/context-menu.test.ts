import { expect, onTestFinished, test, vi } from 'vitest';
import type { Pressed } from '../../../src/main/web-contents-rules.ts';
import { loadLanguage } from '../../../src/shared/language.ts';

vi.mock('electron', () => ({}));
const { contextMenu } = await import('../../../src/main/web-contents-rules.ts');

const all = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
const pressed = (given: Partial<Pressed>): Pressed => ({
  isEditable: true,
  selectionText: 'a',
  formControlType: 'input-text',
  editFlags: all,
  ...given,
});
/** Roles, those that cannot be chosen in parentheses. */
const offered = (given: Partial<Pressed>) =>
  contextMenu(pressed(given), false).flatMap(({ role, enabled }) =>
    role === undefined ? [] : enabled === false ? `(${role})` : role,
  );

test.each<[string, Partial<Pressed>, string[]]>([
  ['a field', {}, ['cut', 'copy', 'paste', 'selectAll']],
  [
    'an empty field, nothing to paste',
    { selectionText: '', editFlags: { canCut: false, canCopy: false, canPaste: false, canSelectAll: false } },
    ['(cut)', '(copy)', '(paste)', '(selectAll)'],
  ],
  ['a password', { formControlType: 'input-password' }, ['(cut)', '(copy)', 'paste', 'selectAll']],
  ['selected text', { isEditable: false }, ['copy']],
  ['anything else', { isEditable: false, selectionText: ' ' }, []],
])('%s', (_what, given, wanted) => {
  expect(offered(given)).toEqual(wanted);
});

test('editing has the words of the system: those of macOS differ', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  const labels = (isMac: boolean) => contextMenu(pressed({}), isMac).flatMap(({ label }) => label ?? []);
  await loadLanguage('zh-Hans', 'zh-CN');
  expect([labels(true)[1], labels(false)[1]]).toEqual(['拷贝', '复制']);
  await loadLanguage('de', 'de-DE');
  expect([labels(true)[2], labels(false)[2]]).toEqual(['Einsetzen', 'Einfügen']);
});
