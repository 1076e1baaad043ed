import type { CallOutput } from '../../shared/contract/index.ts';
import type { Review } from '../../shared/domain/sync.ts';
import { estimateInWords, formatWords, targetName } from '../../shared/domain/target-name.ts';

const counted = new Intl.NumberFormat();

/** What another zone or order of sources does to the events, and how much of it goes to Trendy, before it is set. */
export function rulesInWords({
  created,
  changed,
  deleted,
  sent,
}: CallOutput<'settings.reviewRules'>): string {
  const here = `${counted.format(created)} events created, ${counted.format(changed)} changed, ${counted.format(deleted)} deleted`;
  if (sent === 0) return `${here}; none of this is sent anywhere`;
  return `${here}; ${counted.format(sent)} ${sent === 1 ? 'change goes' : 'changes go'} to Trendy`;
}

/** What "Send" starts, before it starts: where to, which kinds with how many items, what stays here (outbox/README, Consent and scope). */
export function reviewInWords(review: Review): string[] {
  const { target, host, account, dataset, branch, format, startDay, kinds, items, added } = review;
  const unit = target === 'trendy' ? 'events' : 'records';
  const lines = [`${targetName(target)} at ${host} gets ${counted.format(items)} ${unit}:`];
  if (account !== '') lines.push(`  account ${account}`);
  if (dataset !== '') lines.push(`  dataset ${dataset}, branch ${branch}`);
  if (format !== null) lines.push(`  files ${formatWords[format]}`);
  lines.push(startDay === null ? '  from the first day' : `  from ${startDay} on`);
  for (const { kind, isOn, items: count } of kinds) {
    if (isOn) lines.push(`  ${kind}: ${counted.format(count)}`);
  }
  const kept = kinds.filter(({ isOn, items: count }) => !isOn && count > 0);
  for (const { kind, items: count, types } of kept) {
    const named = types.length > 0 ? `: ${types.join(', ')}` : '';
    lines.push(`  not sent: ${kind} (${counted.format(count)})${named}`);
  }
  if (review.estimate !== null) lines.push(`  ${estimateInWords(target, review.estimate)}`);
  if (added !== items) lines.push(`  ${counted.format(added)} of them are newly chosen`);
  return lines;
}
