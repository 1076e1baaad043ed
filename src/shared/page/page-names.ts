/** The app's pages; a menu or a notification may lead to each. */
export const pageNames = ['overview', 'import', 'history', 'report', 'sync', 'settings'] as const;
export type PageName = (typeof pageNames)[number];
