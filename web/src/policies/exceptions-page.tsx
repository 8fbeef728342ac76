// Every exception: what waits for a decision first, then what is over, with what each leaves standing.
import { Button, Group } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { ExceptionLeft, PolicyException } from '#contracts/index.ts';
import { settleException, useExceptions } from '../api/exceptions.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { date, money } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Reason } from './reason.tsx';

const words = text.exceptionPages;
const TONES = { asked: 'watch', approved: 'info', expired: 'danger', refused: 'quiet', ended: 'quiet' } as const;

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

function Exceptions({ items }: { readonly items: readonly PolicyException[] }) {
  return (
    <PlainTable
      label={words.list}
      columns={words.columns}
      rows={items}
      rowKey={({ id }) => id}
      cells={(exception) => [
        <div key="from">
          {exception.policy ? (
            <>
              <TextLink to="/program/policies/$id" params={{ id: exception.policy.id }}>
                <Foreign>{exception.policy.title}</Foreign>
              </TextLink>
              <div>
                <Foreign>{exception.clause?.text ?? ''}</Foreign>
              </div>
            </>
          ) : (
            exception.checks.map(({ id, title }) => <div key={id}>{title}</div>)
          )}
        </div>,
        <div key="devices">
          {exception.devices.length === 0
            ? words.whole
            : exception.devices.map(({ id, name }) => (
                <div key={id}>
                  <TextLink to="/devices/$id" params={{ id }}>
                    <Foreign>{name}</Foreign>
                  </TextLink>
                </div>
              ))}
        </div>,
        <div key="why">
          <div>
            <Foreign>{exception.reason}</Foreign>
          </div>
          <div>
            <Foreign>{exception.instead}</Foreign>
          </div>
          <div className="quiet">{words.owner(visible(exception.owner))}</div>
        </div>,
        <Left key="left" left={exception.left} />,
        <State key="state" exception={exception} />,
      ]}
    />
  );
}

function Left({ left }: { readonly left: ExceptionLeft | null }) {
  if (left === null) return <span className="quiet">{words.notAssessed}</span>;
  if (left.scenarios === 0) return <span className="quiet">{words.nothingLeft}</span>;
  return (
    <div>
      <div>{words.loss(money(left.loss, left.currency))}</div>
      {left.mended === null ? null : <div>{words.mended(money(left.mended, left.currency))}</div>}
      <div>{left.harm ? words.harm(left.harm.severity, visible(left.harm.scenario)) : words.noHarm}</div>
      <Unfold label={words.how}>{left.counted}</Unfold>
    </div>
  );
}

function State({ exception }: { readonly exception: PolicyException }) {
  const { edit, own } = usePowers();
  const [giving, setGiving] = useState<'refuse' | 'end' | null>(null);
  const settle = useWrite(settleException, (_, { step }) => {
    setGiving(null);
    notice(step === 'approve' ? words.approved : step === 'refuse' ? words.refused : words.ended);
  });
  const { id, state, until, askedBy, askedAt, decidedBy, decisionNote, endNote } = exception;
  const isOpen = state === 'asked' || state === 'approved';
  return (
    <div>
      <Tag tone={TONES[state]}>{words.states[state]}</Tag>
      <div>{words.until(date(until))}</div>
      <div className="quiet">
        {words.askedBy(visible(askedBy))}, <When at={askedAt} />
      </div>
      {decidedBy === null ? null : <div className="quiet">{words.decidedBy(visible(decidedBy))}</div>}
      {[decisionNote, endNote].map((note) =>
        note ? (
          <div key={note} className="quiet">
            <Foreign>{note}</Foreign>
          </div>
        ) : null,
      )}
      <Group gap="xs" mt="xs">
        {own && state === 'asked' ? (
          <>
            <Button
              size="compact-sm"
              loading={settle.isPending}
              onClick={() => settle.mutate({ id, step: 'approve', body: {} })}
            >
              {words.approve}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setGiving('refuse')}>
              {words.refuse}
            </Button>
          </>
        ) : null}
        {edit && isOpen ? (
          <Button size="compact-sm" variant="default" onClick={() => setGiving('end')}>
            {words.end}
          </Button>
        ) : null}
      </Group>
      {settle.error && giving === null ? <Failure error={settle.error} /> : null}
      {giving ? (
        <Reason
          title={words[giving]}
          label={words.why}
          busy={settle.isPending}
          error={settle.error}
          onClose={() => {
            setGiving(null);
            settle.reset();
          }}
          onGive={(reason) => settle.mutate({ id, step: giving, body: { reason } })}
        />
      ) : null}
    </div>
  );
}
