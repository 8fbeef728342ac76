// Every exception: what waits for a decision first, then what is over, with what each leaves standing.
import { Button } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { useExceptions } from '../api/exceptions.ts';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Exceptions } from './exceptions.tsx';

const words = text.exceptionPages;

/** The page. */
export function ExceptionsPage() {
  const pages = useExceptions();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <LinkButton to="/program/policies" variant="default">
          {text.policyPages.title}
        </LinkButton>
      }
    >
      {pages.data ? (
        pages.data.pages[0]?.total.value === 0 ? (
          <Empty icon={IconShieldOff} title={words.none}>
            {words.noneWhy}
          </Empty>
        ) : (
          <Panel title={words.list} flush>
            <Exceptions items={pages.data.pages.flatMap(({ items }) => items)} />
            {pages.hasNextPage ? (
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {text.common.showMore}
              </Button>
            ) : null}
          </Panel>
        )
      ) : pages.error ? (
        <Failure error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <Waiting lines={8} />
      )}
    </Page>
  );
}
