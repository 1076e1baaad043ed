import { z } from 'zod';

/** The fields that we read of Foundry's responses (foundry/README §2); all others are ignored. */
export const transactionSchema = z.object({
  rid: z.string().min(1),
  transactionType: z.string(),
  status: z.enum(['OPEN', 'COMMITTED', 'ABORTED']),
  createdTime: z.string(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export const fileSchema = z.object({
  path: z.string(),
  transactionRid: z.string(),
  /** A text of digits, where it is given at all. */
  sizeBytes: z.coerce.string().optional(),
});
export type DatasetFile = z.infer<typeof fileSchema>;

const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextPageToken: z.string().nullish() });
export const transactionsPageSchema = page(transactionSchema);
export const filesPageSchema = page(fileSchema);
export type FilesPage = z.infer<typeof filesPageSchema>;
export const datasetSchema = z.object({ rid: z.string() });
export const datasetTableSchema = z.object({ schema: z.object({ fieldSchemaList: z.array(z.unknown()) }) });

/** Whether a stored file has this many bytes, as far as Foundry says. */
export function hasSize(file: DatasetFile, bytes: number): boolean {
  return file.sizeBytes === undefined || file.sizeBytes === String(bytes);
}
