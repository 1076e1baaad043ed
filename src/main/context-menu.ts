import { type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppModule } from './app-context.ts';

/** Of what was pressed, what decides which items there are. */
export interface Pressed extends Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'formControlType'> {
  readonly editFlags: Pick<
    ContextMenuParams['editFlags'],
    'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'
  >;
}

/**
 * What a press of the secondary button offers: editing in a field, copying of selected text, and nothing elsewhere. Electron brings none
 * of it (docs/api/web-contents "Event: 'context-menu'"). Roles, which say it in the system's words. A password is never copied.
 */
export function contextMenu({
  isEditable,
  selectionText,
  formControlType,
  editFlags,
}: Pressed): MenuItemConstructorOptions[] {
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
  const isSecret = formControlType === 'input-password';
  return [
    { role: 'cut', enabled: editFlags.canCut && !isSecret },
    { role: 'copy', enabled: editFlags.canCopy && !isSecret },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}

export const offerContextMenu: AppModule = ({ window }) => {
  window.onMade((made) => {
    made.webContents.on('context-menu', (_event, pressed) => {
      const items = contextMenu(pressed);
      if (items.length > 0) Menu.buildFromTemplate(items).popup({ window: made });
    });
  });
};
