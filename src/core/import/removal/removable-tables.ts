/** Tables whose rows can be removed; each has a twin `removed_X`. */
export const removableTables = ['record', 'workout', 'correlation', 'ecg', 'clinical', 'document'] as const;
export type RemovableTable = (typeof removableTables)[number];
