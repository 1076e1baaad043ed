// What `electron` is in a utility process: nothing of the main process (docs/api/utility-process, "Process: Utility").
import { net } from './main/net.ts';
import { offered } from './records.ts';

export { net };
export const systemPreferences = offered('systemPreferences', {});
