// The addresses an application has registered (Auth0's Allowed Callback URLs), compared as text.

const anyPort = 'http://127.0.0.1:*/';

/** Whether an address is on the list; `http://127.0.0.1:*` + path on the list stands for every port. */
export function isRegistered(list: readonly string[], address: string | null): boolean {
  if (address === null) return false;
  return list.some((entry) => {
    if (!entry.startsWith(anyPort)) return entry === address;
    const port = /^http:\/\/127\.0\.0\.1:\d{1,5}(\/.*)$/.exec(address);
    return port?.[1] === entry.slice(anyPort.length - 1);
  });
}
