import { z } from 'zod';
import { typeLabel } from './type-label.ts';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A value in a table made by the page: text, a number, or nothing. */
const cellSchema = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** Figures that a page shows as a table: at most a minute of an ECG, or decades of days. */
export const tableSchema = z.strictObject({
  kind: z.literal('table'),
  /** Used in the file name. */
  title: z.string().max(200),
  columns: z.array(z.string().min(1).max(100)).min(1).max(50),
  rows: z.array(z.array(cellSchema).max(50)).max(31_000),
});
export type ExportTable = z.infer<typeof tableSchema>;

interface Named {
  readonly kind: string;
  readonly title?: string | undefined;
  readonly type?: string | undefined;
  readonly from?: string | number | undefined;
}

/**
 * `health-relay-heart-rate-2026-03-09.csv`: the content and the creation day, in this computer's
 * calendar; plain ASCII without quotes, because the web host puts it in a header.
 */
export function exportFileName(request: Named, format: ExportFormat, at: Date): string {
  const { kind, title, type } = request;
  const subject = slug(title ?? (type === undefined ? kind : typeLabel(type))) || kind;
  const two = (figure: number) => String(figure).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `health-relay-${subject}-${day}.${format}`;
}

/** Lowercase ASCII words joined by hyphens; accents are removed from letters, and other writing systems leave nothing. */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
