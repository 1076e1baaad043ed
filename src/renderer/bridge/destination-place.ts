import type { DestinationCard } from '../../shared/domain/sync.ts';
import { useAccount } from './use-account.ts';

/** An account's name if it is known here; else its id. */
export function useAccountName(): (id: string) => string {
  const overview = useAccount();
  const known = [
    ...(overview?.credentials.map(({ account }) => account) ?? []),
    ...(overview?.otherAccounts.flatMap(({ before, now }) => [before, now]) ?? []),
  ];
  return (id) => {
    const name = known.find((account) => account?.id === id)?.name ?? '';
    return name === '' ? id : name;
  };
}

/** A destination's host, dataset, and account in a line. */
export function useDestinationPlace(): (
  card: Pick<DestinationCard, 'host' | 'dataset' | 'account'>,
) => string {
  const nameOf = useAccountName();
  return ({ host, dataset, account }) =>
    [host, dataset, nameOf(account)].filter((part) => part !== '').join(' · ');
}
