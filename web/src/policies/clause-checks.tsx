// What facts say of the checks that the clauses of a policy are bound to: how many devices keep each, which break it, and asking for an exception.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ClauseCheck, SitePolicy } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { AskException } from './ask-exception.tsx';

const words = text.policyPages;
const asking = text.exceptionPages;
const COUNTS = ['broken', 'unknown', 'excepted', 'holds'] as const;
const AT_ONCE = 5;

/** The checks. */
export function ClauseChecks({ policy: { checks, retired } }: { readonly policy: SitePolicy }) {
  const { edit } = usePowers();
  const [asked, ask] = useState<ClauseCheck | null>(null);
  return (
    <Panel title={words.checks} lead={words.checksLead} flush={checks.length > 0}>
      {checks.length === 0 ? (
        words.noChecks
      ) : (
        <PlainTable
          label={words.checks}
          columns={words.checkColumns}
          rows={checks}
          rowKey={({ id }) => id}
          cells={(check) => [
            <div key="title">
              {check.title}
              {check.unknown > 0 ? <div className="quiet">{check.asks}</div> : null}
            </div>,
            <div key="counts">
              {COUNTS.filter((kind) => check[kind] > 0).map((kind) => (
                <div key={kind}>
                  {check.of === 'site' ? words.siteCounts[kind] : words.counts[kind](count(check[kind]))}
                </div>
              ))}
              {check.of === 'site' ? <div className="quiet">{words.ofSite}</div> : null}
            </div>,
            <div key="devices">
              {check.breaking.length > 0 ? <Breaking check={check} /> : check.of === 'site' ? check.why : '–'}
              {edit && !retired && check.broken > 0 ? (
                <div>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={asking.askOf(check.title)}
                    onClick={() => ask(check)}
                  >
                    {asking.ask}
                  </Button>
                </div>
              ) : null}
            </div>,
          ]}
        />
      )}
      {asked ? <AskException from={{ check: asked }} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

function Breaking({ check: { breaking, broken } }: { readonly check: ClauseCheck }) {
  const rest = breaking.slice(AT_ONCE);
  return (
    <>
      <DeviceLinks devices={breaking.slice(0, AT_ONCE)} />
      {rest.length > 0 ? (
        <Unfold label={words.moreDevices(count(broken - AT_ONCE))}>
          <DeviceLinks devices={rest} />
        </Unfold>
      ) : null}
    </>
  );
}

function DeviceLinks({ devices }: { readonly devices: ClauseCheck['breaking'] }) {
  return devices.map(({ id, name, why }) => (
    <div key={id}>
      <TextLink to="/devices/$id" params={{ id }}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">{visible(why)}</div>
    </div>
  ));
}
