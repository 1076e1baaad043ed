/** The first columns of a record, in the order in which an import writes them and the sent lines read them. */
export type RecordRow = [
  id: number,
  type: number,
  start: number,
  duration: number,
  source: number,
  valueKey: number | string,
  value: number | null,
  origin: number,
  created: number | null,
];
