// What surrounds every page: look, notices, the store of loaded data, and the router.
import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiFault, isSignedOut } from './api/fault.ts';
import { SESSION_KEY } from './api/use-session.ts';
import { Notices } from './parts/notices.tsx';
import { router } from './routes.tsx';
import { schemeManager, theme, variables } from './theme/theme.ts';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      // The session ended elsewhere: asking for it again brings up the sign-in page.
      if (isSignedOut(error) && query.queryKey[0] !== SESSION_KEY[0]) {
        void client.invalidateQueries({ queryKey: SESSION_KEY });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiFault && error.code === 'unreachable',
      retryDelay: 800,
    },
  },
});

/** The whole app. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <Notices />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
