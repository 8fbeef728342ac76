// The registry of AE titles: who has which, who really calls whom, and what is configured and never used.
import { IconId } from '@tabler/icons-react';
import type { AeTitleList } from '#contracts/index.ts';
import { loadTitles } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

/** The page of AE titles. */
export function TitlesPage() {
  const titles = useLoad(['ae-titles'], loadTitles);
  return (
    <Page title={text.titles.title} lead={text.titles.lead}>
      <Loaded of={titles} waiting={<Waiting lines={8} />}>
        {(list) =>
          list.titles.length === 0 && list.conversations.length === 0 ? (
            <Empty
              icon={IconId}
              title={text.titles.none}
              actions={<LinkButton to="/import">{text.sources.add}</LinkButton>}
            >
              {text.titles.noneWhy}
            </Empty>
          ) : (
            <Known list={list} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Known({ list }: { readonly list: AeTitleList }) {
  return (
    <>
      <Panel title={text.titles.held} lead={text.titles.heldLead} flush>
        <PlainTable
          label={text.titles.held}
          columns={[...text.titles.heldColumns]}
          rows={list.titles}
          rowKey={({ title }) => title}
          cells={(row) => [
            <b key="title">
              <Foreign>{row.title}</Foreign>
            </b>,
            <Holders key="devices" row={row} />,
            <Marks key="marks" row={row} />,
            <When key="seen" at={row.lastSeenAt} />,
          ]}
        />
      </Panel>
      {list.conversations.length > 0 ? (
        <Panel title={text.titles.seen} lead={text.titles.seenLead} flush>
          <PlainTable
            label={text.titles.seen}
            columns={[...text.titles.seenColumns]}
            rows={list.conversations}
            rowKey={({ client, server, port, calling, called, outcome }) =>
              [client, server, port, calling, called, outcome].join(' ')
            }
            cells={({ calling, called, client, server, port, outcome, lastSeenAt }) => [
              <Side key="from" title={calling} where={client} />,
              <Side key="to" title={called} where={`${server}:${port}`} />,
              <Tag key="outcome" tone={outcome === 'rejected' ? 'watch' : outcome === 'accepted' ? 'safe' : 'unknown'}>
                {text.titles.outcomes[outcome]}
              </Tag>,
              <When key="at" at={lastSeenAt} />,
            ]}
          />
        </Panel>
      ) : null}
      {list.configured.length > 0 ? (
        <Panel title={text.titles.configured} lead={text.titles.configuredLead} flush>
          <PlainTable
            label={text.titles.configured}
            columns={[...text.titles.configuredColumns]}
            rows={list.configured}
            rowKey={({ device, title, address, port }) => [device, title, address, port].join(' ')}
            cells={({ device, name, title, address, port, isUsed }) => [
              <TextLink key="device" to="/devices/$id" params={{ id: device }}>
                <Foreign>{name}</Foreign>
              </TextLink>,
              <Side
                key="to"
                title={title}
                where={address === null ? null : `${address}${port === null ? '' : `:${port}`}`}
              />,
              <Tag key="used" tone={isUsed ? 'safe' : 'unknown'}>
                {isUsed ? text.titles.used : text.titles.unused}
              </Tag>,
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}

function Holders({ row }: { readonly row: AeTitleList['titles'][number] }) {
  return (
    <>
      {row.devices.slice(0, 5).map((device) => (
        <div key={device.id}>
          <TextLink to="/devices/$id" params={{ id: device.id }}>
            <Foreign>{device.name}</Foreign>
          </TextLink>{' '}
          <span className="quiet">
            <Foreign>{device.addresses.slice(0, 2).join(' ')}</Foreign>
          </span>
        </div>
      ))}
      {row.devices.length > 5 ? <span className="quiet">{text.devices.more(row.devices.length - 5)}</span> : null}
    </>
  );
}

function Marks({ row }: { readonly row: AeTitleList['titles'][number] }) {
  if (!row.isShared && !row.isDefault) return <span className="quiet">–</span>;
  return (
    <>
      {row.isShared ? <Tag tone="watch">{text.titles.shared}</Tag> : null}{' '}
      {row.isDefault ? <Tag tone="watch">{text.titles.default}</Tag> : null}
    </>
  );
}

function Side({ title, where }: { readonly title: string | null; readonly where: string | null }) {
  return (
    <>
      {title === null ? <span className="quiet">{text.titles.untitled}</span> : <Foreign>{title}</Foreign>}
      {where === null ? null : (
        <div className="quiet">
          <Foreign>{where}</Foreign>
        </div>
      )}
    </>
  );
}
