import { textFor } from '../../shared/error-texts.ts';
import { CodedError } from '../../shared/errors.ts';

/** The CLI's exit codes: 4 for a profile in use, 1 for everything else. */
export function exitCodeFor(error: unknown): 1 | 4 {
  return error instanceof CodedError && error.code === 'profile.in_use' ? 4 : 1;
}

/** The message on the terminal when Health Relay can't start. */
export function failureInWords(error: unknown): string {
  if (error instanceof CodedError) {
    const { title, text } = textFor(error.code, error.details);
    return `${title}. ${text} (${error.code})`;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? `Port ${error.port}` : 'That port';
    return `${port} is in use, perhaps by a Health Relay that is already open. Quit that program, or start with another --port.`;
  }
  return error instanceof Error ? error.message : String(error);
}
