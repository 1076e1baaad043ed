import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { callOptions, useBridge } from '../../bridge/queries.ts';
import { type Ask, type Asked, readView, type TypeView } from './type-view.ts';

/** Each call is kept by itself, so that a range that was seen before, or one of its parts, is there at once. */
const asker = (bridge: ReturnType<typeof useBridge>, client: QueryClient): Ask => ({
  figures: (input) => client.fetchQuery(callOptions(bridge, 'history.figures', input)),
  shares: (input) => client.fetchQuery(callOptions(bridge, 'history.figureShares', input)),
});

/** The view asked for; until it is read, the one before of the same type. */
export function useTypeView(asked: Asked) {
  const bridge = useBridge();
  const client = useQueryClient();
  return useQuery({
    // Begins like a call, so that it is asked for again with them (bridge/queries.ts).
    queryKey: ['history.figures', 'view', asked],
    queryFn: () => readView(asked, asker(bridge, client)),
    placeholderData: (before: TypeView | undefined) =>
      before?.parts[0]?.kind.type === asked.types[0] ? before : undefined,
  });
}
