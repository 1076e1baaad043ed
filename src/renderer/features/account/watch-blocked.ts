/** Whether the page's own policy refused a connection while this was on: fetch itself only says that it failed. */
export function watchBlocked(): { wasBlocked(): boolean; stop(): void } {
  let wasBlocked = false;
  const listen = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src') wasBlocked = true;
  };
  document.addEventListener('securitypolicyviolation', listen);
  return {
    wasBlocked: () => wasBlocked,
    stop: () => document.removeEventListener('securitypolicyviolation', listen),
  };
}
