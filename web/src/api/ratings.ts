// What people say of the threat scenarios, and what comes of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RatingInput, type RatingsAnswer, ratings } from '#contracts/index.ts';
import { read, write } from './http.ts';
import { useTenant } from './tenant.ts';
import { useLoad } from './use-load.ts';

const KEY = 'ratings';

/** What is to be rated, what the person in front said of it, and what all say together. */
export function useRatings() {
  return useLoad([KEY], (signal) => read(ratings.ratingsAnswer, 'ratings', { signal }));
}

/**
 * Keeps what is said of a scenario. One after the other, so that a later answer is never overtaken by an earlier one; what all say together
 * is worked out again when somebody looks at it.
 */
export function useKeepRating() {
  const client = useQueryClient();
  const key = [useTenant(), KEY];
  return useMutation({
    scope: { id: KEY },
    mutationFn: ({ id, ...body }: RatingInput & { readonly id: string }) =>
      write({ method: 'PUT', path: `ratings/${encodeURIComponent(id)}`, body, shape: ratings.ratingKept }),
    onSuccess: async ({ scenario, progress }, { as }) => {
      client.setQueryData<RatingsAnswer>(key, (before) =>
        before === undefined
          ? undefined
          : {
              ...before,
              as,
              progress,
              scenarios: before.scenarios.map((each) => (each.id === scenario.id ? scenario : each)),
            },
      );
      await client.invalidateQueries({ queryKey: key, refetchType: 'none' });
    },
  });
}
