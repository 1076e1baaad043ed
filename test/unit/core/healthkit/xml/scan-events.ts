import { SaxesParser } from 'saxes';
import type { ScanSummary } from '../../../../../src/core/healthkit/xml/tag.ts';
import { XmlScanner } from '../../../../../src/core/healthkit/xml/xml-scanner.ts';
import { CodedError, type ErrorCode } from '../../../../../src/shared/errors.ts';

/** What a parser said, one line each: `<name`, `@name=value`, `>`, `/name`, `"text`. Text between tags is one line. */
export interface Scan {
  readonly events: readonly string[];
  readonly summary: ScanSummary;
  readonly error: ErrorCode | null;
}

class EventList {
  readonly events: string[] = [];
  private text = '';

  add(event: string): void {
    if (this.text !== '') this.events.push(`"${this.text}`);
    this.text = '';
    this.events.push(event);
  }

  addText(text: string): void {
    this.text += text;
  }

  finish(): readonly string[] {
    if (this.text !== '') this.events.push(`"${this.text}`);
    this.text = '';
    return this.events;
  }
}

/** Scans `document` given in chunks of the sizes `nextSize` answers; whole when it is left out. */
export function scan(document: Uint8Array | string, nextSize?: () => number): Scan {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const list = new EventList();
  const scanner = new XmlScanner({
    open(tag) {
      list.add(`<${scanner.names.name(tag.nameId)}`);
      for (let i = 0; i < tag.attributeCount; i++) {
        list.add(`@${scanner.names.name(tag.attributeIds[i] ?? -1)}=${tag.value(i)}`);
      }
      list.add('>');
      if (tag.selfClosing) list.add(`/${scanner.names.name(tag.nameId)}`);
    },
    close: (nameId) => list.add(`/${scanner.names.name(nameId)}`),
    text: (value) => list.addText(value),
  });
  let error: ErrorCode | null = null;
  try {
    for (let at = 0; at < bytes.length; ) {
      const size = nextSize?.() ?? bytes.length;
      // A copy that is overwritten afterward, as the buffers of a stream may be.
      const chunk = Uint8Array.from(bytes.subarray(at, at + size));
      scanner.write(chunk);
      chunk.fill(0x3c);
      at += size;
    }
    scanner.end();
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    error = thrown.code;
  }
  const summary = scanner.end();
  return { events: list.finish(), summary, error };
}

/** The same list from saxes, or null when it refuses the document. Read as XML 1.0 whatever the declaration says. */
export function scanWithSaxes(document: string): readonly string[] | null {
  const list = new EventList();
  let depth = 0;
  const parser = new SaxesParser({
    xmlns: false,
    fragment: false,
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
  parser.on('opentagstart', (tag) => {
    depth++;
    list.add(`<${tag.name}`);
  });
  parser.on('attribute', (attribute) => list.add(`@${attribute.name}=${attribute.value}`));
  parser.on('opentag', () => list.add('>'));
  parser.on('closetag', (tag) => {
    depth--;
    list.add(`/${tag.name}`);
  });
  const addText = (text: string) => {
    if (depth > 0) list.addText(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  try {
    parser.write(document).close();
  } catch {
    return null;
  }
  return list.finish();
}
