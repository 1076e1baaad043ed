import { CodedError } from '../../../shared/errors.ts';
import { emptyLookup } from '../../../shared/lookup.ts';
import { type DateStyle, gregorian, readExportDate } from '../../healthkit/date.ts';
import type { NameTable, Tag, XmlHandler } from '../../healthkit/xml/tag.ts';
import type { HeadFacts } from '../thread-messages.ts';
import { attributeOf, nodeOf } from './element-tree.ts';

/** Elements looked through for ExportDate and Me, which hand-made files may leave out (healthkit/README §1.4). */
const maxElements = 16;

/** Reads the elements before the data: locale, ExportDate, Me. `isDone` says when to stop. Error: import.other_calendar. */
export class HeadReader implements XmlHandler {
  isDone = false;
  readonly #names: NameTable;
  #locale: string | null = null;
  #exportAt: number | null = null;
  #dates: DateStyle = gregorian;
  readonly #me = emptyLookup<string>();
  #elements = 0;

  constructor(names: NameTable) {
    this.#names = names;
  }

  open(tag: Tag): void {
    if (this.isDone) return;
    const name = this.#names.name(tag.nameId);
    const node = nodeOf(tag, this.#names);
    if (name === 'HealthData') this.#locale = attributeOf(node, 'locale') ?? null;
    else if (name === 'ExportDate') {
      const printed = attributeOf(node, 'value') ?? '';
      const read = readExportDate(printed);
      if (read === 'unknown_calendar') throw new CodedError('import.other_calendar', { printed });
      this.#exportAt = read?.date.at ?? null;
      this.#dates = read?.style ?? gregorian;
    } else if (name === 'Me') {
      for (const [key, value] of node.attributes) this.#me[key] = value;
    }
    this.#elements++;
    this.isDone = this.#elements >= maxElements || (this.#exportAt !== null && name === 'Me');
  }

  close(): void {}

  head(): HeadFacts {
    return { locale: this.#locale, exportAt: this.#exportAt, dates: this.#dates, me: this.#me };
  }
}
