// Every policy: those of the site with how they stand, and those of the library that nobody has begun.
import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { PolicyRow } from '#contracts/index.ts';
import { beginPolicy, usePolicies } from '../api/policies.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Failure, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { AnswerTag } from './answer-tag.tsx';

const words = text.policyPages;

/** The page. */
export function PoliciesPage() {
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <LinkButton to="/program/exceptions" variant="default">
          {words.exceptions}
        </LinkButton>
      }
    >
      <Loaded of={usePolicies()} waiting={<Waiting lines={12} />}>
        {({ items }) => <Policies items={items} />}
      </Loaded>
    </Page>
  );
}

function Policies({ items }: { readonly items: readonly PolicyRow[] }) {
  const { edit } = usePowers();
  const navigate = useNavigate();
  const begin = useWrite(beginPolicy, ({ id }) => {
    notice(words.begun);
    void navigate({ to: '/program/policies/$id', params: { id } });
  });
  if (items.length === 0) {
    return (
      <Empty icon={IconFileText} title={words.none}>
        {words.noneWhy}
      </Empty>
    );
  }
  return (
    <Panel title={words.list} flush>
      {begin.error ? <Failure error={begin.error} /> : null}
      <PlainTable
        label={words.list}
        columns={words.columns}
        rows={items}
        rowKey={({ id }) => id}
        cells={(row) => [
          row.status === null ? (
            <span key="title">
              <Foreign>{row.title}</Foreign>
            </span>
          ) : (
            <TextLink key="title" to="/program/policies/$id" params={{ id: row.id }}>
              <Foreign>{row.title}</Foreign>
            </TextLink>
          ),
          <div key="state">
            {words.states[row.state]}
            {row.approved && row.approved.version !== row.version ? (
              <div className="quiet">{words.inForce(count(row.approved.version))}</div>
            ) : null}
            {edit && (row.status === null || row.state === 'retired') ? (
              <div>
                <Button
                  variant="default"
                  size="compact-sm"
                  loading={begin.isPending && begin.variables === row.id}
                  aria-label={(row.state === 'retired' ? words.againOf : words.beginOf)(visible(row.title))}
                  onClick={() => begin.mutate(row.id)}
                >
                  {row.state === 'retired' ? words.again : words.begin}
                </Button>
              </div>
            ) : null}
          </div>,
          ...(['written', 'known', 'enforced'] as const).map((part) =>
            row.status ? <AnswerTag key={part} answer={row.status[part].answer} /> : <span key={part}>–</span>,
          ),
          row.approved ? (
            <span key="due">
              {date(row.approved.due)}
              {row.approved.isOverdue ? <b>, {words.overdue}</b> : null}
            </span>
          ) : (
            <span key="due">–</span>
          ),
        ]}
      />
    </Panel>
  );
}
