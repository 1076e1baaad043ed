import { expect, test, vi } from 'vitest';
import type { Pressed } from '../../../src/main/web-contents-rules.ts';

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
  contextMenu(pressed(given)).flatMap(({ role, enabled }) =>
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
