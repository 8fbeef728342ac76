// An address that leads nowhere.
import { IconMapQuestion } from '@tabler/icons-react';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Empty } from '../parts/states.tsx';
import { text } from '../text/index.ts';

/** The page for unknown addresses. */
export function NotFound() {
  return (
    <Page title={text.shell.notFound}>
      <Empty
        icon={IconMapQuestion}
        title={text.shell.notFoundWhy}
        actions={<LinkButton to="/">{text.shell.pages.overview}</LinkButton>}
      />
    </Page>
  );
}
