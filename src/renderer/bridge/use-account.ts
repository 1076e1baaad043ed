import type { AccountOverview, OtherAccount } from '../../shared/domain/account.ts';
import type { DestinationCard } from '../../shared/domain/sync.ts';
import { useCall } from './queries.ts';

/** The state of the sign-ins; undefined until it is known. */
export function useAccount(): AccountOverview | undefined {
  return useCall('account.read', {}).data;
}

/** Targets where this history belongs to an account other than the signed-in one. */
export function useOtherAccounts(): readonly OtherAccount[] {
  return useAccount()?.otherAccounts ?? [];
}

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
