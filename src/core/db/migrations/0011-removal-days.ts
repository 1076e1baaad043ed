/**
 * Of the touched days, those that lost a record or workout because the Health app no longer has it: what derivation changes there
 * at Trendy waits for the person when it is more than a handful. Never edit: add a migration.
 */
export const removalDays = `
CREATE TABLE removal_day (category TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (category, day)) STRICT, WITHOUT ROWID;
`;
